with

actions as (

    select * from {{ ref('int_meeting_action') }}

),

dated as (

    select
        *,
        overdue_days is not null as is_overdue
    from actions

),

final as (

    select
        action_id,
        meeting_id,
        unit_code,
        decided_on,
        due_on,
        completed_on,
        is_on_time,
        is_overdue,
        overdue_days
    from dated

)

select * from final
