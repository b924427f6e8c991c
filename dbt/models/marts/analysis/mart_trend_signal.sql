with

final as (

    select {{ trend_columns() }}
    from {{ ref('int_trend_signal') }}

)

select * from final
