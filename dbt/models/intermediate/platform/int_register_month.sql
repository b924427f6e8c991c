with

final as (

    {{ register_month_counts(var('registers')) }}

)

select * from final
