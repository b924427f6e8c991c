{{ config(materialized='view') }}

with

returns as (

    select * from {{ ref('stg_return_log') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

-- returns may be entered years ahead; those of a month to come are owed by now
known as (

    select
        returns.return_id,
        returns.kind,
        returns.unit_code,
        returns.due_on,
        run.as_of,
        {{ happened_by('run.as_of', 'returns.received_on') }} as received_on,
        case when returns.received_on <= run.as_of then returns.is_complete end as is_complete
    from returns
    cross join run
    where returns.due_on <= {{ months_after('run.as_of', 1) }}

),

completed as (

    select
        *,
        case when is_complete then received_on end as completed_on
    from known

),

final as (

    select
        *,
        {{ on_time('completed_on', 'due_on', 'as_of') }} as is_on_time,
        {{ overdue_days('completed_on', 'due_on', 'as_of') }} as overdue_days
    from completed

)

select * from final
