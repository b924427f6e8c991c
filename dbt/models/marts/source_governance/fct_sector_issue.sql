with

issues as (

    select * from {{ ref('int_sector_issue') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

final as (

    select
        issues.issue_id,
        issues.sector_code,
        spans.town_code,
        issues.unit_code,
        issues.kind,
        issues.found_on,
        issues.due_on,
        issues.verified_closed_on,
        issues.reopened_on,
        issues.is_closed,
        issues.is_on_time,
        issues.has_recurred,
        issues.overdue_days is not null as is_overdue,
        issues.overdue_days
    from issues
    left join spans
        on
            issues.area_code = spans.area_code
            and {{ holds_on('spans', 'issues.due_on') }}

)

select * from final
