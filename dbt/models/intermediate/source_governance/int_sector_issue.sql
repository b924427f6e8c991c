with

issues as (

    select * from {{ ref('stg_sector_issue') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        issues.issue_id,
        issues.sector_code,
        issues.area_code,
        issues.unit_code,
        issues.kind,
        issues.found_by,
        issues.found_on,
        issues.due_on,
        run.as_of,
        {{ happened_by('run.as_of', 'issues.verified_closed_on') }} as verified_closed_on,
        {{ happened_by('run.as_of', 'issues.reopened_on') }} as reopened_on,
        issues.verified_closed_on + {{ indicator_limit('SRC03', 'follow_up_days') }}
            as followed_until
    from issues
    cross join run
    where issues.found_on <= run.as_of

),

-- what the same unit has of the same kind once an issue of its is closed
again as (

    select closed.issue_id
    from known as closed
    inner join known as later
        on
            closed.unit_code = later.unit_code
            and closed.kind = later.kind
            and closed.verified_closed_on < later.found_on
            and closed.followed_until >= later.found_on
    group by closed.issue_id

),

final as (

    select
        known.issue_id,
        known.sector_code,
        known.area_code,
        known.unit_code,
        known.kind,
        known.found_by,
        known.found_on,
        known.due_on,
        known.as_of,
        known.verified_closed_on,
        known.reopened_on,
        case when known.verified_closed_on is not null then known.followed_until end
            as followed_until,
        known.verified_closed_on is not null as is_closed,
        {{ on_time('known.verified_closed_on', 'known.due_on', 'known.as_of') }} as is_on_time,
        {{ overdue_days('known.verified_closed_on', 'known.due_on', 'known.as_of') }}
            as overdue_days,
        case
            when known.verified_closed_on is not null
                then
                    again.issue_id is not null
                    or coalesce(known.reopened_on <= known.followed_until, false)
        end as has_recurred
    from known
    left join again on known.issue_id = again.issue_id

)

select * from final
