{{ config(materialized='view') }}

with

estimates as (

    select
        *,
        {{ publish_reason(
            'effective_count', 'valid_count', indicator_floor('EVA07'), 'top_two_percent',
            'top_two_low', 'top_two_high', 'degrees_of_freedom'
        ) }} as publish_reason
    from {{ ref('int_survey_estimate') }}
    where question_kind = 'indicator' and question_code = 'EVA01'

),

half_years as (

    {{ latest_wave_by_half_year('estimates', [
        'valid_count', 'scored_weight', 'score_weight', 'mean_index', 'index_low', 'index_high',
        'publish_reason',
    ]) }}

),

final as (

    select
        'EVA07' as indicator_id,
        half_years.subject_kind,
        half_years.subject_code,
        half_years.period_kind,
        half_years.period,
        half_years.period_from,
        half_years.period_to,
        half_years.period_to as settled_on,
        half_years.score_weight as numerator,
        coalesce(half_years.scored_weight, 0) as denominator,
        coalesce(half_years.valid_count, 0) as sample_count,
        {{ measured_columns(
            'half_years.mean_index', 'half_years.index_low', 'half_years.index_high'
        ) }},
        'design_t@1' as interval_method,
        true as has_base,
        half_years.quality_flags,
        coalesce(breaks.is_series_break, false) as is_series_break,
        half_years.publish_reason
    from half_years
    left join {{ ref('int_survey_indicator_break') }} as breaks
        on
            breaks.indicator_id = 'EVA01'
            and half_years.subject_code = breaks.area_code
            and half_years.period = breaks.half_year

)

select * from final
