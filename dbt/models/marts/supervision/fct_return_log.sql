with

returns as (

    select * from {{ ref('int_return_log') }}

),

dated as (

    select
        *,
        overdue_days is not null as is_overdue
    from returns

),

final as (

    select
        return_id,
        kind,
        unit_code,
        due_on,
        received_on,
        is_complete,
        is_on_time,
        is_overdue,
        overdue_days
    from dated

)

select * from final
