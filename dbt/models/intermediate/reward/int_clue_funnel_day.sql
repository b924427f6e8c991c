{%- set months = funnel_months() -%}

with

clues as (

    select *
    from {{ ref('int_clue') }}
    where
        {{ in_months('received_on', months) }}
        and (conclusion is null or conclusion not in ('duplicate', 'out_of_scope'))

),

spans as (

    select * from {{ ref('int_area_span') }}

),

ancestors as (

    select * from {{ ref('int_area_ancestor') }}
    where ancestor_level != 'village'

),

milestones as (

    {% for stage, reached_on, ended_on in clue_stages() %}
        select
            received_on,
            area_code,
            coalesce(sector_code, 'none') as sector_code,
            channel,
            as_of,
            '{{ stage }}' as stage,
            {{ reached_on }} as reached_on,
            {{ ended_on }} as ended_on
        from clues
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- what comes first counts; on one day it is the stage
outcomes as (

    select
        *,
        case
            when reached_on <= coalesce(ended_on, reached_on) then 'reached'
            when ended_on is not null then 'ended'
            else 'open'
        end as outcome,
        -- a day before receipt is a slip, and counts as that of receipt; those beyond the last
        -- horizon are alike
        least(
            greatest(least(reached_on, ended_on, as_of) - received_on, 0),
            {{ var('funnel_horizons') | max }} + 1
        ) as day
    from milestones

),

by_day as (

    select
        {{ month_of('outcomes.received_on') }} as month_on,
        outcomes.area_code,
        spans.valid_from as ancestry_on,
        outcomes.sector_code,
        outcomes.channel,
        outcomes.stage,
        outcomes.day,
        count(*) filter (where outcomes.outcome = 'reached') as reached_count,
        count(*) filter (where outcomes.outcome = 'ended') as ended_count,
        count(*) filter (where outcomes.outcome = 'open') as open_count
    from outcomes
    left join spans
        on
            outcomes.area_code = spans.area_code
            and {{ holds_on('spans', 'outcomes.received_on') }}
    group by all

),

-- an area holds the clues of those below it, where they lay on the day of receipt
by_area as (

    select
        by_day.month_on,
        ancestors.ancestor_code as area_code,
        by_day.sector_code,
        by_day.channel,
        by_day.stage,
        by_day.day,
        {{ sums_of(['reached_count', 'ended_count', 'open_count'], 'by_day') }}
    from by_day
    inner join ancestors
        on
            by_day.area_code = ancestors.area_code
            and {{ holds_on('ancestors', 'by_day.ancestry_on') }}
    group by all

),

final as (

    {% for breakdown, code in clue_breakdowns() %}
        select
            month_on,
            area_code,
            '{{ breakdown }}' as breakdown,
            {{ code }} as breakdown_code,
            stage,
            day,
            {{ sums_of(['reached_count', 'ended_count', 'open_count']) }}
        from by_area
        group by all
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
