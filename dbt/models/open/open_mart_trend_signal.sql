{#- What everyone sees of mart_trend_signal: the charts of the figures that everyone sees. -#}
with

final as (

    select {{ trend_columns() }}
    from {{ ref('int_open_trend_signal') }}

)

select * from final
