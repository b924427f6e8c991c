with

events as (

    select * from {{ ref('int_opinion_event') }}

),

dated as (

    select
        *,
        responded_at is null and due_on < as_of as is_overdue
    from events

),

final as (

    select
        event_id,
        area_code,
        unit_code,
        occurred_at,
        limit_hours,
        due_at,
        responded_at,
        is_on_time,
        is_overdue
    from dated

)

select * from final
