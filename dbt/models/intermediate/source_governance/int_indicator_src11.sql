with

statuses as (

    select
        area_code,
        is_certified,
        half_year_from,
        -- a list holds until the next one, and through the half-year after its own at most
        least(
            lead(half_year_from) over (partition by branch_code order by half_year_from),
            {{ months_after('half_year_from', 12) }}
        ) as held_until
    from {{ ref('int_party_branch_status') }}

),

months as (

    select * from {{ ref('int_month_end') }}

),

-- a branch lies where its village lay at the end of the month
stock as (

    select
        months.month_on,
        statuses.area_code,
        months.ends_on as ancestry_on,
        count(*) as branch_count,
        count(*) filter (where statuses.is_certified) as certified_count
    from statuses
    inner join months
        on
            statuses.half_year_from <= months.ends_on
            and statuses.held_until > months.ends_on
    group by months.month_on, statuses.area_code, months.ends_on

),

sums as (

    {{ subject_period_stock(
        'stock', ['certified_count', 'branch_count'], shortest='half_year', subjects=['area']
    ) }}

),

final as (

    select {{ share_figure('SRC11', 'certified_count', 'branch_count') }}
    from sums

)

select * from final
