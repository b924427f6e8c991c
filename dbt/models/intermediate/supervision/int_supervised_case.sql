{{ config(materialized='view') }}

with

cases as (

    select * from {{ ref('stg_supervised_case') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        cases.listed_id,
        cases.area_code,
        cases.has_lead_office,
        cases.listed_on,
        cases.due_on,
        run.as_of,
        {{ happened_by('run.as_of', 'cases.closed_on') }} as closed_on
    from cases
    cross join run
    where cases.listed_on <= run.as_of

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
