with

activities as (

    select
        activities.area_code,
        activities.held_on
    from {{ ref('stg_publicity') }} as activities
    inner join {{ source('raw', 'run') }} as run on activities.held_on <= run.as_of

),

ancestors as (

    select * from {{ ref('int_area_ancestor') }}

),

-- in the running period the villages are those of the cut-off
periods as (

    select
        months.period_kind,
        months.period,
        months.period_from,
        months.period_to,
        max(ends.ends_on) as ends_on
    from {{ ref('int_period_month') }} as months
    inner join {{ ref('int_month_end') }} as ends on months.month_on = ends.month_on
    where
        months.period_kind != 'month'
        and months.period_to >= (select {{ month_of('min(held_on)') }} from activities)
    group by all

),

-- what a town holds for all reaches no village of its own
reached as (

    select distinct
        periods.period_kind,
        periods.period,
        activities.area_code
    from activities
    inner join periods on activities.held_on between periods.period_from and periods.period_to

),

villages as (

    select
        periods.period_kind,
        periods.period,
        above.ancestor_code,
        count(*) as village_count,
        count(reached.area_code) as reached_count
    from ancestors as villages
    inner join periods on {{ holds_on('villages', 'periods.ends_on') }}
    inner join ancestors as above
        on
            villages.area_code = above.area_code
            and {{ holds_on('above', 'periods.ends_on') }}
    left join reached
        on
            villages.area_code = reached.area_code
            and periods.period_kind = reached.period_kind
            and periods.period = reached.period
    where villages.ancestor_code = villages.area_code and villages.ancestor_level = 'village'
    group by periods.period_kind, periods.period, above.ancestor_code

),

covered as (

    select
        subjects.subject_kind,
        subjects.subject_code,
        subjects.period_kind,
        subjects.period,
        subjects.period_from,
        subjects.period_to,
        {{ zero_filled(['reached_count', 'village_count'], 'villages') }}
    from {{ ref('int_subject_period') }} as subjects
    inner join periods
        on
            subjects.period_kind = periods.period_kind
            and subjects.period = periods.period
    left join villages
        on
            subjects.subject_code = villages.ancestor_code
            and subjects.period_kind = villages.period_kind
            and subjects.period = villages.period
    where subjects.subject_kind = 'area' and subjects.is_village is not true

),

final as (

    select {{ share_figure('ORG04', 'reached_count', 'village_count') }}
    from covered

)

select * from final
