with

final as (

    select {{ forecast_columns() }}
    from {{ ref('int_forecast') }}

)

select * from final
