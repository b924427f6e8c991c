-- A returned row is a figure outside its own interval, or with one limit and not the other. A count
-- has no interval, and a figure that was sent down may have come without one.
with

figures as (

    select
        indicator_id,
        subject_code,
        period,
        value,
        interval_low,
        interval_high,
        denominator is not null and figure_source = 'own' as has_interval
    from {{ ref('mart_indicator_value') }}
    where interval_method is not null

    union all

    select
        indicator_id || ' ' || component as indicator_id,
        subject_code,
        period,
        value,
        interval_low,
        interval_high,
        denominator is not null as has_interval
    from {{ ref('mart_indicator_component') }}
    where denominator is not null

)

select * from figures
where
    value not between interval_low and interval_high
    or (interval_low is null) != (interval_high is null)
    or (has_interval and (value is null) != (interval_low is null))
