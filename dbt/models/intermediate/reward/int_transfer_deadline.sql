with

deadlines as (

    {{ workday_deadlines('RPT02') }}

),

final as (

    select
        day as received_on,
        deadline_on
    from deadlines

)

select * from final
