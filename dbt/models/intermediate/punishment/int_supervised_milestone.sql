{{ config(materialized='view') }}

with

milestones as (

    select * from {{ ref('stg_supervised_milestone') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        milestones.milestone_id,
        milestones.area_code,
        milestones.kind,
        milestones.listed_on,
        milestones.due_on,
        run.as_of,
        {{ happened_by('run.as_of', 'milestones.met_on') }} as met_on
    from milestones
    cross join run
    where milestones.listed_on <= run.as_of

),

final as (

    select
        *,
        met_on is not null as is_met,
        {{ on_time('met_on', 'due_on', 'as_of') }} as is_on_time,
        {{ overdue_days('met_on', 'due_on', 'as_of') }} as overdue_days
    from known

)

select * from final
