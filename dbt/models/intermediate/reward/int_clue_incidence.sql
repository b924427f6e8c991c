{%- set months = funnel_months() -%}

with

final as (

    select * from {{ ref('int_clue_fresh_incidence') }}

    {{ kept_months(months) }}

)

select * from final
