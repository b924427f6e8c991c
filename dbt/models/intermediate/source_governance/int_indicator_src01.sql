with

premises as (

    select * from {{ ref('stg_premises_register') }}

),

months as (

    select * from {{ ref('int_period_month') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

visits as (

    select
        visits.premises_id,
        {{ month_of('visits.visited_on') }} as month_on
    from {{ ref('stg_sector_inspection') }} as visits
    inner join {{ source('raw', 'run') }} as run on visits.visited_on <= run.as_of

),

first_visit as (

    select min(month_on) as month_on from visits

),

-- before the first visit nothing was written down, which is not the same as none
periods as (

    select distinct
        months.period_kind,
        months.period,
        months.period_from,
        greatest(months.period_from, first_visit.month_on) as month_on
    from months
    inner join first_visit on months.period_to >= first_visit.month_on

),

visited as (

    select distinct
        visits.premises_id,
        months.period_kind,
        months.period
    from visits
    inner join months on visits.month_on = months.month_on

),

-- the register as it stood at the start of each period
registered as (

    select
        periods.period_kind,
        periods.period,
        periods.month_on,
        premises.area_code,
        cast(null as varchar) as unit_code,
        spans.valid_from as ancestry_on,
        count(*) as registered_count,
        count(visited.premises_id) as visited_count
    from premises
    inner join periods on {{ holds_on('premises', 'periods.period_from') }}
    left join visited
        on
            premises.premises_id = visited.premises_id
            and periods.period_kind = visited.period_kind
            and periods.period = visited.period
    left join spans
        on
            premises.area_code = spans.area_code
            and {{ holds_on('spans', 'periods.period_from') }}
    group by
        periods.period_kind,
        periods.period,
        periods.month_on,
        premises.area_code,
        ancestry_on

),

counts as (

    {{ subject_period_distinct('registered', ['visited_count', 'registered_count'], 'quarter') }}

),

final as (

    select {{ share_figure('SRC01', 'visited_count', 'registered_count') }}
    from counts

)

select * from final
