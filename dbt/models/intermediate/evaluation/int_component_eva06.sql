{{ config(materialized='view') }}

with

sums as (

    select * from {{ ref('int_hotline_ticket_period') }}

),

weights as (

    select * from {{ ref('int_eva06_weight') }}

),

components as (

    {% for component, numerator, denominator in eva06_components() %}
        select
            '{{ component }}' as component,
            subject_kind,
            subject_code,
            period_kind,
            period,
            {{ numerator }} as numerator,
            {{ denominator }} as denominator
        from sums
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        'EVA06' as indicator_id,
        components.component,
        components.subject_kind,
        components.subject_code,
        components.period_kind,
        components.period,
        weights.weight,
        components.numerator,
        components.denominator,
        {{ share_columns('components.numerator', 'components.denominator') }}
    from components
    inner join weights on components.component = weights.component

)

select * from final
