with

days as (

    select * from {{ ref('stg_calendar_day') }}

),

final as (

    select
        day,
        is_workday,
        cast(count(*) filter (where is_workday) over (order by day) as integer) as workday_number
    from days

)

select * from final
