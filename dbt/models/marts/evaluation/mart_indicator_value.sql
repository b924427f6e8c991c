{#- What every int_indicator_<id> returns; version and status are made here, alike for all. -#}
{%- set columns = [
    'indicator_id', 'subject_kind', 'subject_code', 'period_kind', 'period', 'period_from',
    'period_to', 'numerator', 'denominator', 'value', 'interval_low', 'interval_high',
    'interval_method', 'has_base',
] -%}

with

figures as (

    {{ union_by_indicator('int_indicator_', var('indicators'), columns) }}

),

indicators as (

    select * from {{ ref('stg_indicator') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

judged as (

    select
        figures.*,
        indicators.version as definition_version,
        {{ indicator_status(
            'figures.denominator', 'figures.has_base', 'indicators.min_denominator',
            'figures.period_to', 'run.as_of'
        ) }} as status
    from figures
    inner join indicators on figures.indicator_id = indicators.indicator_id
    cross join run

),

final as (

    select
        indicator_id,
        subject_kind,
        subject_code,
        period_kind,
        period,
        period_from,
        period_to,
        definition_version,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        value,
        interval_low,
        interval_high,
        interval_method,
        status
    from judged

)

select * from final
