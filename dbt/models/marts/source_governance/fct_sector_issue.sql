with

issues as (

    select * from {{ ref('int_sector_issue') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

placed as (

    select
        issues.*,
        spans.town_code,
        issues.overdue_days is not null as is_overdue
    from issues
    left join spans
        on
            issues.area_code = spans.area_code
            and {{ holds_on('spans', 'issues.due_on') }}

),

final as (

    select
        issue_id,
        sector_code,
        town_code,
        unit_code,
        kind,
        found_on,
        due_on,
        verified_closed_on,
        reopened_on,
        is_closed,
        is_on_time,
        has_recurred,
        is_overdue,
        overdue_days
    from placed

)

select * from final
