with

tasks as (

    select * from {{ ref('int_supervision_task') }}

),

dated as (

    select
        *,
        overdue_days is not null as is_overdue
    from tasks

),

final as (

    select
        task_id,
        kind,
        unit_code,
        planned_year,
        due_on,
        completed_on,
        is_on_time,
        is_overdue,
        overdue_days
    from dated

)

select * from final
