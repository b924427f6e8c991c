{{ config(materialized='view') }}

with

tickets as (

    select * from {{ ref('stg_hotline_ticket') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        tickets.ticket_id,
        tickets.area_code,
        tickets.unit_code,
        tickets.sector_code,
        tickets.class,
        tickets.created_on,
        tickets.due_on,
        tickets.is_contacted_in_24h,
        tickets.is_excluded,
        tickets.rework_count,
        run.as_of,
        {{ happened_by('run.as_of', 'tickets.closed_on') }} as closed_on,
        -- the call-back follows the closing
        coalesce(tickets.closed_on > run.as_of, false) as is_called_back_later,
        tickets.is_solved,
        tickets.is_satisfied
    from tickets
    cross join run
    where tickets.created_on <= run.as_of

),

final as (

    select
        ticket_id,
        area_code,
        unit_code,
        sector_code,
        class,
        created_on,
        due_on,
        closed_on,
        as_of,
        is_contacted_in_24h,
        is_excluded,
        rework_count,
        case when not is_called_back_later then is_solved end as is_solved,
        case when not is_called_back_later then is_satisfied end as is_satisfied,
        closed_on is not null as is_closed,
        {{ on_time('closed_on', 'due_on', 'as_of') }} as is_on_time,
        {{ overdue_days('closed_on', 'due_on', 'as_of') }} as overdue_days
    from known

)

select * from final
