-- A returned row is a figure outside its own interval, or with one limit and not the other.
with

figures as (

    select
        indicator_id,
        subject_code,
        period,
        value,
        interval_low,
        interval_high
    from {{ ref('mart_indicator_value') }}

    union all

    select
        indicator_id || ' ' || component as indicator_id,
        subject_code,
        period,
        value,
        interval_low,
        interval_high
    from {{ ref('mart_indicator_component') }}

)

select * from figures
where
    value not between interval_low and interval_high
    or (interval_low is null) != (interval_high is null)
    or (value is null) != (interval_low is null)
