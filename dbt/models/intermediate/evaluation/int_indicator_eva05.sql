{{ config(materialized='view') }}

with

-- each force is asked about in an item of its own, and the four count alike whoever answered which
items as (

    select estimates.*
    from {{ ref('int_survey_estimate') }} as estimates
    inner join {{ ref('int_survey_item') }} as items
        on
            estimates.wave_id = items.wave_id
            and estimates.question_code = items.item_code
    where estimates.question_kind = 'item' and items.indicator_id = 'EVA05'

),

-- an interval as wide as its items' on average is wide enough however they go together
means as (

    select
        wave_id,
        area_code,
        count(*) as item_count,
        min(valid_count) as valid_count,
        min(effective_count) as effective_count,
        min(degrees_of_freedom) as degrees_of_freedom,
        {{ mean_of_all('top_two_percent') }} as top_two_percent,
        {{ mean_of_all('top_two_low') }} as top_two_low,
        {{ mean_of_all('top_two_high') }} as top_two_high
    from items
    group by wave_id, area_code

),

judged as (

    select
        *,
        {{ publish_reason(
            'effective_count', 'valid_count', indicator_floor('EVA05'),
            'top_two_percent', 'top_two_low', 'top_two_high', 'degrees_of_freedom'
        ) }} as publish_reason
    from means

),

half_years as (

    {{ latest_wave_by_half_year('judged', [
        'item_count', 'valid_count', 'top_two_percent', 'top_two_low', 'top_two_high',
        'publish_reason',
    ]) }}

),

final as (

    select
        'EVA05' as indicator_id,
        half_years.subject_kind,
        half_years.subject_code,
        half_years.period_kind,
        half_years.period,
        half_years.period_from,
        half_years.period_to,
        half_years.period_to as settled_on,
        half_years.item_count * half_years.top_two_percent / 100 as numerator,
        coalesce(half_years.item_count, 0) as denominator,
        coalesce(half_years.valid_count, 0) as sample_count,
        {{ measured_columns(
            'half_years.top_two_percent', 'half_years.top_two_low', 'half_years.top_two_high'
        ) }},
        'mean_of_limits@1' as interval_method,
        true as has_base,
        half_years.quality_flags,
        coalesce(breaks.is_series_break, false) as is_series_break,
        half_years.publish_reason
    from half_years
    left join {{ ref('int_survey_indicator_break') }} as breaks
        on
            breaks.indicator_id = 'EVA05'
            and half_years.subject_code = breaks.area_code
            and half_years.period = breaks.half_year

)

select * from final
