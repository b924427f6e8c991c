with

events as (

    select * from {{ ref('int_grid_event') }}

),

dated as (

    select
        *,
        overdue_days is not null as is_overdue
    from events

),

final as (

    select
        event_id,
        area_code,
        grid_code,
        kind,
        reported_on,
        due_on,
        closed_on,
        is_closed,
        is_on_time,
        is_overdue,
        overdue_days
    from dated

)

select * from final
