with

workdays as (

    select * from {{ ref('int_workday') }}

),

final as (

    select
        received.day as received_on,
        deadlines.day as deadline_on
    from workdays as received
    inner join workdays as deadlines
        on
            deadlines.is_workday
            and received.workday_number + {{ indicator_limit('RPT02') }}
            = deadlines.workday_number

)

select * from final
