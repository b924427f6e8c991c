{#- What was reported in the last twelve whole months and what has become of it, by area and
    sector. What institutions found by looking stands apart, so that looking more moves nothing
    else. -#}
{%- set measures = ['event_count', 'exposure_count'] -%}

with

run as (

    select
        as_of,
        {{ month_of('as_of') }} - 1 as period_to,
        {{ months_after(month_of('as_of'), -12) }} as period_from
    from {{ source('raw', 'run') }}

),

issues as (

    select * from {{ ref('int_sector_issue') }}

),

-- what people report of a unit again once an issue of the same kind is closed
reported_again as (

    select distinct closed.issue_id
    from issues as closed
    inner join issues as later
        on
            closed.unit_code = later.unit_code
            and closed.kind = later.kind
            and closed.verified_closed_on < later.found_on
            and later.found_by = 'reported'

),

tickets as (

    select
        tickets.area_code,
        tickets.ancestry_on as on_day,
        tickets.sector_code,
        component.name as component,
        case component.name
            when 'pressure' then tickets.ticket_count
            when 'backlog' then tickets.overdue_count
            when 'recurrence' then tickets.reworked_count
            else tickets.dissatisfied_count
        end as event_count,
        case component.name
            when 'pressure' then 0
            when 'backlog' then tickets.due_count
            when 'recurrence' then tickets.closed_count
            else tickets.answered_count
        end as exposure_count
    from {{ ref('int_hotline_sector_month') }} as tickets
    inner join run on tickets.month_on between run.period_from and run.period_to
    cross join
        (values ('pressure'), ('backlog'), ('recurrence'), ('dissatisfaction')) as component (name)

),

clues as (

    select clues.*
    from {{ ref('int_clue') }} as clues
    inner join run on clues.received_on between run.period_from and run.period_to
    where clues.conclusion is null or clues.conclusion not in ('duplicate', 'out_of_scope')

),

counted as (

    select area_code, on_day, sector_code, component, event_count, exposure_count from tickets

    union all

    select area_code, received_on, sector_code, 'pressure', 1, 0 from clues

    union all

    select area_code, received_on, sector_code, 'backlog', cast(is_open as integer), 1
    from clues
    where due_on < as_of

    union all

    select
        issues.area_code,
        issues.found_on,
        issues.sector_code,
        'recurrence',
        cast(reported_again.issue_id is not null as integer),
        1
    from issues
    inner join run on issues.found_on between run.period_from and run.period_to
    left join reported_again on issues.issue_id = reported_again.issue_id
    where issues.found_by = 'reported' and issues.is_closed

    union all

    select
        units.area_code,
        letters.issued_on,
        letters.sector_code,
        'unanswered',
        cast(letters.replied_on is null as integer),
        1
    from {{ ref('int_recommendation_letter') }} as letters
    inner join run
        on
            letters.issued_on between run.period_from and run.period_to
            and letters.effective_due_on < run.as_of
    left join {{ ref('int_unit_span') }} as units
        on
            letters.recipient_unit_code = units.unit_code
            and {{ holds_on('units', 'letters.issued_on') }}

    union all

    -- to premises there is pressure, however often they are visited
    select premises.area_code, run.period_to, premises.sector_code, 'pressure', 0, 1
    from {{ ref('stg_premises_register') }} as premises
    inner join run on {{ holds_on('premises', 'run.period_to') }}

    union all

    select issues.area_code, issues.found_on, issues.sector_code, 'found_by_looking', 1, 0
    from issues
    inner join run on issues.found_on between run.period_from and run.period_to
    where issues.found_by = 'inspection'

    union all

    select visits.area_code, visits.visited_on, visits.sector_code, 'found_by_looking', 0, 1
    from {{ ref('stg_sector_inspection') }} as visits
    inner join run on visits.visited_on between run.period_from and run.period_to

),

placed as (

    select
        ancestors.ancestor_code as area_code,
        ancestors.ancestor_level as level,
        counted.sector_code,
        counted.component,
        {{ sums_of(measures, 'counted') }}
    from counted
    inner join {{ ref('int_area_ancestor') }} as ancestors
        on
            counted.area_code = ancestors.area_code
            and {{ holds_on('ancestors', 'counted.on_day') }}
            and ancestors.ancestor_level != 'village'
    group by ancestors.ancestor_code, ancestors.ancestor_level, counted.sector_code, counted.component

),

-- every area has every sector, so that nothing reported is a figure too
subjects as (

    select
        areas.area_code,
        areas.level,
        sectors.sector_code,
        component.name as component
    from (select distinct area_code, level from placed) as areas
    cross join {{ ref('stg_sector') }} as sectors
    cross join (select distinct component as name from placed) as component

),

final as (

    select
        subjects.area_code,
        subjects.level,
        subjects.sector_code,
        subjects.component,
        coalesce(placed.event_count, 0) as event_count,
        coalesce(placed.exposure_count, 0) as exposure_count
    from subjects
    left join placed
        on
            subjects.area_code = placed.area_code
            and subjects.sector_code = placed.sector_code
            and subjects.component = placed.component

    union all

    select
        area_code,
        level,
        'all' as sector_code,
        component,
        {{ sums_of(measures) }}
    from placed
    group by area_code, level, component

)

select * from final
