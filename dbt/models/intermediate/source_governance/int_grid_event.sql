{{ config(materialized='view') }}

with

events as (

    select * from {{ ref('stg_grid_event') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        events.event_id,
        events.area_code,
        events.grid_code,
        events.kind,
        events.reported_on,
        events.due_on,
        run.as_of,
        {{ happened_by('run.as_of', 'events.closed_on') }} as closed_on
    from events
    inner join run on events.reported_on <= run.as_of

),

final as (

    select
        *,
        closed_on is not null as is_closed,
        {{ on_time('closed_on', 'due_on', 'as_of') }} as is_on_time,
        {{ overdue_days('closed_on', 'due_on', 'as_of') }} as overdue_days
    from known

)

select * from final
