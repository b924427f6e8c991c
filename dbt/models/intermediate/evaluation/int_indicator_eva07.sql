{{ config(materialized='view') }}

with

estimates as (

    select * from {{ ref('int_survey_estimate') }}
    where question_kind = 'indicator' and question_code = 'EVA01'

),

half_years as (

    {{ latest_wave_by_half_year(
        'estimates', ['valid_count', 'valid_weight', 'mean_index', 'index_low', 'index_high']
    ) }}

),

final as (

    select
        'EVA07' as indicator_id,
        subject_kind,
        subject_code,
        period_kind,
        period,
        period_from,
        period_to,
        period_to as settled_on,
        valid_weight * mean_index as numerator,
        coalesce(valid_weight, 0) as denominator,
        coalesce(valid_count, 0) as sample_count,
        {{ measured_columns('mean_index', 'index_low', 'index_high') }},
        'effective_normal' as interval_method,
        true as has_base
    from half_years

)

select * from final
