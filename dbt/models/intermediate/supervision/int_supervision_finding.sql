{{ config(materialized='view') }}

with

findings as (

    select * from {{ ref('stg_supervision_finding') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        findings.finding_id,
        findings.kind,
        findings.unit_code,
        findings.found_on,
        findings.due_on,
        run.as_of,
        {{ happened_by('run.as_of', 'findings.verified_closed_on') }} as verified_closed_on
    from findings
    cross join run
    where findings.found_on <= run.as_of

),

final as (

    select
        *,
        verified_closed_on is not null as is_closed,
        {{ on_time('verified_closed_on', 'due_on', 'as_of') }} as is_on_time,
        {{ overdue_days('verified_closed_on', 'due_on', 'as_of') }} as overdue_days
    from known

)

select * from final
