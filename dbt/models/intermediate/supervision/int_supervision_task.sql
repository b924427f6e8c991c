{{ config(materialized='view') }}

with

tasks as (

    select * from {{ ref('stg_supervision_task') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

-- the plan of a year that has not begun is not known yet; a single case is supervised without one
known as (

    select
        tasks.task_id,
        tasks.kind,
        tasks.unit_code,
        run.as_of,
        case when tasks.kind != 'case' then tasks.planned_year end as planned_year,
        {{ happened_by('run.as_of', 'tasks.completed_on') }} as completed_on
    from tasks
    cross join run
    where
        tasks.planned_year is null
        or {{ year_end('tasks.planned_year') }} <= {{ period_end(12, 'run.as_of') }}

),

due as (

    select
        *,
        {{ year_end('planned_year') }} as due_on
    from known

),

final as (

    select
        *,
        {{ on_time('completed_on', 'due_on', 'as_of') }} as is_on_time,
        {{ overdue_days('completed_on', 'due_on', 'as_of') }} as overdue_days
    from due

)

select * from final
