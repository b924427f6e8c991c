{{ config(materialized='view') }}

with

responses as (

    select
        wave_id,
        area_code,
        {{ sums_of(['eligible_count', 'completed_count']) }}
    from {{ ref('int_survey_area_sample') }}
    group by wave_id, area_code

),

half_years as (

    {{ latest_wave_by_half_year('responses', ['eligible_count', 'completed_count']) }}

),

final as (

    select
        'EVA08' as indicator_id,
        subject_kind,
        subject_code,
        period_kind,
        period,
        period_from,
        period_to,
        period_to as settled_on,
        coalesce(completed_count, 0) as numerator,
        coalesce(eligible_count, 0) as denominator,
        coalesce(eligible_count, 0) as sample_count,
        {{ share_columns('completed_count', 'eligible_count') }},
        'wilson@1' as interval_method,
        true as has_base,
        quality_flags,
        false as is_series_break,
        cast(null as varchar) as publish_reason
    from half_years

)

select * from final
