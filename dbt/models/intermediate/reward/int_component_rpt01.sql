{{ config(materialized='view') }}

with

sums as (

    select * from {{ ref('int_clue_return_period') }}

),

final as (

    {% for component in ['received', 'transferred', 'concluded', 'filed'] %}
        select {{ count_component('RPT01', component, component ~ '_count') }}
        from sums
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
