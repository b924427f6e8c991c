{%- set months = funnel_months() -%}

with

final as (

    select
        month_on,
        area_code,
        breakdown,
        breakdown_code,
        stage,
        horizon_days,
        reached_count,
        incidence,
        standard_error,
        open_share,
        effective_count,
        median_days,
        method
    from {{ ref('int_clue_fresh_incidence') }}

    {{ kept_months(months) }}

)

select * from final
