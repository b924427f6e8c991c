with

statuses as (

    select * from {{ ref('int_party_branch_status') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

-- a listing stands in the list of every half-year that it lasts: the last one says how it ended
listings as (

    select
        *,
        row_number() over (
            partition by branch_code, listed_on order by half_year_from desc
        ) as recency
    from statuses
    where listed_on is not null

),

cohorts as (

    select
        {{ month_of('listings.deadline_on') }} as month_on,
        listings.area_code,
        spans.valid_from as ancestry_on,
        count(*) as due_count,
        count(*) filter (where listings.is_on_time and listings.is_observation_passed) as held_count
    from listings
    left join spans
        on
            listings.area_code = spans.area_code
            and {{ holds_on('spans', 'listings.deadline_on') }}
    where listings.recency = 1 and listings.deadline_on <= listings.as_of
    group by month_on, listings.area_code, ancestry_on

),

sums as (

    {{ subject_period_sums(
        'cohorts', ['held_count', 'due_count'], shortest='year', subjects=['area']
    ) }}

),

final as (

    select {{ share_figure(
        'SRC10', 'held_count', 'due_count',
        'period_to + ' ~ indicator_limit('SRC10', 'follow_up_days')
    ) }}
    from sums

)

select * from final
