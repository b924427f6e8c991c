{#- What every int_component_<id> of an indicator with parts returns. -#}
{%- set columns = [
    'indicator_id', 'component', 'subject_kind', 'subject_code', 'period_kind', 'period', 'weight',
    'numerator', 'denominator', 'value', 'interval_low', 'interval_high',
] -%}

with

components as (

    {{ union_by_indicator('int_component_', var('composite_indicators'), columns) }}

),

disabled as (

    select indicator_id from {{ ref('stg_indicator') }}
    where is_disabled

),

final as (

    select
        indicator_id,
        component,
        subject_kind,
        subject_code,
        period_kind,
        period,
        weight,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        value,
        interval_low,
        interval_high
    from components
    where indicator_id not in (select disabled.indicator_id from disabled)

)

select * from final
