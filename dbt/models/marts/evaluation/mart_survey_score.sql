with

estimates as (

    select * from {{ ref('int_survey_estimate') }}
    where question_kind = 'item' and area_code != 'all'

),

waves as (

    select * from {{ ref('int_survey_wave') }}

),

items as (

    select * from {{ ref('int_survey_item') }}

),

breaks as (

    select * from {{ ref('int_survey_series_break') }}

),

indicators as (

    select * from {{ ref('stg_indicator') }}

),

judged as (

    select
        estimates.*,
        items.item_code,
        items.indicator_id,
        items.wording_version,
        items.scale_points,
        {{ publish_reason(
            'estimates.effective_count', 'estimates.valid_count', 'indicators.min_denominator',
            'estimates.top_two_percent', 'estimates.top_two_low', 'estimates.top_two_high',
            'estimates.degrees_of_freedom'
        ) }} as publish_reason
    from estimates
    inner join items
        on estimates.wave_id = items.wave_id and estimates.question_code = items.item_code
    left join indicators on items.indicator_id = indicators.indicator_id

),

decided as (

    select
        *,
        {{ publish_decision('publish_reason') }} as publish_decision
    from judged

),

final as (

    select
        decided.wave_id,
        decided.area_code,
        decided.item_code,
        decided.indicator_id,
        waves.fielded_from,
        waves.fielded_to,
        waves.series,
        decided.wording_version,
        decided.scale_points,
        decided.answer_count,
        decided.valid_count,
        decided.answer_count - decided.valid_count as not_valid_count,
        decided.dont_know_count,
        decided.effective_count,
        decided.design_effect,
        decided.degrees_of_freedom,
        {% for figure in [
            'mean_index', 'index_error', 'index_low', 'index_high',
            'top_two_percent', 'top_two_error', 'top_two_low', 'top_two_high',
        ] %}
            case when decided.publish_decision != 'suppress' then decided.{{ figure }} end
                as {{ figure }},
        {% endfor %}
        decided.margins,
        decided.method,
        case
            when decided.valid_count = 0 then 'not_applicable'
            when decided.publish_decision = 'suppress' then 'suppressed'
            else 'ok'
        end as status,
        decided.publish_decision,
        decided.publish_reason,
        breaks.is_series_break,
        flags.quality_flags,
        flags.quality_flags != {{ empty_list() }} as is_flagged
    from decided
    inner join waves on decided.wave_id = waves.wave_id
    inner join {{ ref('int_survey_flag') }} as flags on decided.wave_id = flags.wave_id
    inner join breaks
        on
            decided.wave_id = breaks.wave_id
            and decided.area_code = breaks.area_code
            and decided.item_code = breaks.item_code

)

select * from final
