{{ config(materialized='view') }}

with

indicators as (

    select * from {{ ref('stg_indicator') }}
    where indicator_id = 'EVA06'

),

weights as (

    {% for component, _numerator, _denominator in eva06_components() %}
        select
            '{{ component }}' as component,
            {{ named_number('score_rule_note', component ~ '_weight') }} as weight
        from indicators
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        component,
        weight / nullif(sum(weight) over (), 0) as weight
    from weights

)

select * from final
