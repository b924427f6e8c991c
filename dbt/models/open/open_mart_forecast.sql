{#- What everyone sees of mart_forecast: what the charts that everyone sees foretell. -#}
with

final as (

    select {{ forecast_columns() }}
    from {{ ref('int_open_forecast') }}

)

select * from final
