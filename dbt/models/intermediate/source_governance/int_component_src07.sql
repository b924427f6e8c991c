{{ config(materialized='view') }}

with

sums as (

    select * from {{ ref('int_letter_issue_period') }}

),

final as (

    {% for kind in letter_kinds() %}
        select {{ count_component('SRC07', kind, kind ~ '_count') }}
        from sums
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
