{{ config(materialized='view') }}

with

actions as (

    select * from {{ ref('stg_meeting_action') }}

),

meetings as (

    select * from {{ ref('stg_meeting') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        actions.action_id,
        actions.meeting_id,
        actions.unit_code,
        meetings.held_on as decided_on,
        actions.due_on,
        run.as_of,
        {{ happened_by('run.as_of', 'actions.completed_on') }} as completed_on
    from actions
    inner join meetings on actions.meeting_id = meetings.meeting_id
    cross join run
    where meetings.held_on <= run.as_of

),

final as (

    select
        *,
        {{ on_time('completed_on', 'due_on', 'as_of') }} as is_on_time,
        {{ overdue_days('completed_on', 'due_on', 'as_of') }} as overdue_days
    from known

)

select * from final
