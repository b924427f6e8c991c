{{ config(materialized='view') }}

with

sums as (

    select * from {{ ref('int_case_stage_period') }}

),

final as (

    {% for stage in case_stages() %}
        select {{ count_component('PUN01', stage, stage ~ '_count') }}
        from sums
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
