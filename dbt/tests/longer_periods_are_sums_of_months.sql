-- A returned row is an area whose quarter, half-year or year does not add up from its months.
-- Stocks and rolling windows are left out: a quarter is what its last month is. What sums to no
-- month (waves, spot-checks, received figures) has none to compare with.
-- Units are left out: what falls due in a month in which a unit no longer exists has no month of
-- that unit, though it has a quarter (cohort_items_have_a_subject names such items).
with

figures as (

    select * from {{ ref('mart_indicator_value') }}
    where
        subject_kind = 'area'
        and figure_source = 'own'
        and indicator_id not in ('RPT05', 'SRC06')

),

summed as (

    select
        longer.indicator_id,
        longer.subject_code,
        longer.period,
        longer.numerator,
        longer.denominator,
        sum(months.numerator) as month_numerator,
        sum(months.denominator) as month_denominator
    from figures as longer
    inner join figures as months
        on
            longer.indicator_id = months.indicator_id
            and longer.subject_code = months.subject_code
            and months.period_from between longer.period_from and longer.period_to
    where longer.period_kind != 'month' and months.period_kind = 'month'
    group by all

)

select * from summed
where
    numerator is distinct from month_numerator
    or denominator is distinct from month_denominator
