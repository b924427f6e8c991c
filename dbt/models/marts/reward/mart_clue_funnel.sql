with

cohorts as (

    select * from {{ ref('int_clue_funnel_month') }}

),

ancestors as (

    select * from {{ ref('int_area_ancestor') }}
    where ancestor_level != 'village'

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
        {{ sums_of(funnel_measures(), 'cohorts') }}
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
            {{ sums_of(funnel_measures()) }}
        from by_area
        group by all
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

by_stage as (

    {% for stage, _reached_on in clue_stages() %}
        {% set last_stage = loop.last %}
        {% for days in funnel_horizons() %}
            select
                month_on,
                area_code,
                breakdown,
                breakdown_code,
                '{{ stage }}' as stage,
                {{ days }} as horizon_days,
                clue_count,
                excluded_count,
                open_count,
                {{ stage }}_{{ days }}_count as ever_reached_count
            from broken_down
            {{ 'union all' if not (last_stage and loop.last) }}
        {% endfor %}
    {% endfor %}

),

-- a share of a cohort that has not had its days yet would be too low
matured as (

    select
        by_stage.*,
        {{ period_end(1, 'by_stage.month_on') }} + by_stage.horizon_days <= run.as_of as is_mature
    from by_stage
    cross join run

),

counted as (

    select
        *,
        case when is_mature then ever_reached_count end as reached_count
    from matured

),

final as (

    select
        {{ period_label('month', 'month_on') }} as cohort_month,
        area_code,
        breakdown,
        breakdown_code,
        stage,
        cast(horizon_days as bigint) as horizon_days,
        clue_count,
        excluded_count,
        reached_count,
        {{ share_percent('reached_count', 'clue_count') }} as share_percent,
        {{ wilson_percent('reached_count', 'clue_count', 'low') }} as interval_low,
        {{ wilson_percent('reached_count', 'clue_count', 'high') }} as interval_high,
        open_count,
        is_mature,
        case
            when clue_count = 0 then 'not_applicable'
            when is_mature then 'ok'
            else 'provisional'
        end as status
    from counted

)

select * from final
