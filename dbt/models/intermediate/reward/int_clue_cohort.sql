{%- set counts = ['clue_count', 'excluded_count', 'open_count'] -%}

with

cohorts as (

    select * from {{ ref('int_clue_funnel_month') }}

),

ancestors as (

    select * from {{ ref('int_area_ancestor') }}
    where ancestor_level != 'village'

),

incidence as (

    select * from {{ ref('int_clue_incidence') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

-- an area holds the clues of those below it, where they lay on the day of receipt
by_area as (

    select
        cohorts.month_on,
        ancestors.ancestor_code as area_code,
        cohorts.sector_code,
        cohorts.channel,
        {{ sums_of(counts, 'cohorts') }}
    from cohorts
    inner join ancestors
        on
            cohorts.area_code = ancestors.area_code
            and {{ holds_on('ancestors', 'cohorts.ancestry_on') }}
    group by cohorts.month_on, ancestors.ancestor_code, cohorts.sector_code, cohorts.channel

),

broken_down as (

    {% for breakdown, code in clue_breakdowns() %}
        select
            month_on,
            area_code,
            '{{ breakdown }}' as breakdown,
            {{ code }} as breakdown_code,
            {{ sums_of(counts) }}
        from by_area
        group by all
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

stages as (

    {% for stage, _reached_on, _ended_on in clue_stages() %}
        select '{{ stage }}' as stage
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

horizons as (

    {% for days in var('funnel_horizons') %}
        select {{ days }} as horizon_days
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        broken_down.month_on,
        broken_down.area_code,
        broken_down.breakdown,
        broken_down.breakdown_code,
        stages.stage,
        cast(horizons.horizon_days as bigint) as horizon_days,
        broken_down.clue_count,
        broken_down.excluded_count,
        broken_down.open_count,
        {{ period_end(1, 'broken_down.month_on') }} + horizons.horizon_days <= run.as_of
            as is_mature,
        coalesce(incidence.reached_count, 0) as reached_count,
        incidence.incidence,
        incidence.standard_error,
        incidence.open_share,
        incidence.effective_count,
        incidence.median_days,
        incidence.method
    from broken_down
    cross join stages
    cross join horizons
    cross join run
    left join incidence
        on
            broken_down.month_on = incidence.month_on
            and broken_down.area_code = incidence.area_code
            and broken_down.breakdown = incidence.breakdown
            and broken_down.breakdown_code = incidence.breakdown_code
            and stages.stage = incidence.stage
            and horizons.horizon_days = incidence.horizon_days

)

select * from final
