{#- What was reported in the last twelve whole months and what has become of it, by area and
    sector. What institutions found by looking stands apart, so that looking more moves nothing
    else. -#}
{%- set measures = ['event_count', 'exposure_count'] -%}
{#- Of tickets: the component, what has happened, and among how many it could have. -#}
{%- set ticket_components = [
    ('pressure', 'ticket_count', '0'),
    ('backlog', 'overdue_count', 'due_count'),
    ('recurrence', 'reworked_count', 'closed_count'),
    ('dissatisfaction', 'dissatisfied_count', 'answered_count'),
] -%}

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

    select tickets.*
    from {{ ref('int_hotline_sector_month') }} as tickets
    inner join run on tickets.month_on between run.period_from and run.period_to

),

clues as (

    select clues.*
    from {{ ref('int_clue') }} as clues
    inner join run on clues.received_on between run.period_from and run.period_to
    where clues.conclusion is null or clues.conclusion not in ('duplicate', 'out_of_scope')

),

found as (

    select
        issues.*,
        reported_again.issue_id is not null as is_reported_again
    from issues
    inner join run on issues.found_on between run.period_from and run.period_to
    left join reported_again on issues.issue_id = reported_again.issue_id

),

letters as (

    select
        units.area_code,
        letters.issued_on,
        letters.sector_code,
        letters.replied_on is null as is_unanswered
    from {{ ref('int_recommendation_letter') }} as letters
    inner join run
        on
            letters.issued_on between run.period_from and run.period_to
            and letters.effective_due_on < run.as_of
    left join {{ ref('int_unit_span') }} as units
        on
            letters.recipient_unit_code = units.unit_code
            and {{ holds_on('units', 'letters.issued_on') }}

),

-- there is pressure on premises, however often they are visited
premises as (

    select
        premises.area_code,
        run.period_to as happened_on,
        premises.sector_code
    from {{ ref('stg_premises_register') }} as premises
    inner join run on {{ holds_on('premises', 'run.period_to') }}

),

visits as (

    select visits.*
    from {{ ref('stg_sector_inspection') }} as visits
    inner join run on visits.visited_on between run.period_from and run.period_to

),

counted as (

    {% for component, events, exposure in ticket_components %}
        select
            area_code,
            ancestry_on as happened_on,
            sector_code,
            '{{ component }}' as component,
            {{ events }} as event_count,
            {{ exposure }} as exposure_count
        from tickets

        union all

    {% endfor %}
    {% for component, source, happened_on, is_event, is_exposed, belongs in [
        ('pressure', 'clues', 'received_on', 'true', 'false', 'true'),
        ('pressure', 'premises', 'happened_on', 'false', 'true', 'true'),
        ('backlog', 'clues', 'received_on', 'is_open', 'true', 'due_on < as_of'),
        ('recurrence', 'found', 'found_on', 'is_reported_again', 'true',
            "found_by = 'reported' and is_closed"),
        ('unanswered', 'letters', 'issued_on', 'is_unanswered', 'true', 'true'),
        ('found_by_looking', 'found', 'found_on', 'true', 'false', "found_by = 'inspection'"),
        ('found_by_looking', 'visits', 'visited_on', 'false', 'true', 'true'),
    ] %}
        select
            area_code,
            {{ happened_on }} as happened_on,
            sector_code,
            '{{ component }}' as component,
            cast({{ is_event }} as integer) as event_count,
            cast({{ is_exposed }} as integer) as exposure_count
        from {{ source }}
        where {{ belongs }}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        ancestors.ancestor_code as area_code,
        ancestors.ancestor_level as area_level,
        counted.sector_code,
        counted.component,
        {{ sums_of(measures, 'counted') }}
    from counted
    inner join {{ ref('int_area_ancestor') }} as ancestors
        on
            counted.area_code = ancestors.area_code
            and {{ holds_on('ancestors', 'counted.happened_on') }}
            and ancestors.ancestor_level != 'village'
    group by
        ancestors.ancestor_code,
        ancestors.ancestor_level,
        counted.sector_code,
        counted.component

)

select * from final
