with

events as (

    select * from {{ ref('int_opinion_event') }}

),

-- an event counts once its limit has passed, answered or not: else the quick ones would come first
months as (

    select
        {{ month_of('occurred_on') }} as month_on,
        unit_code,
        area_code,
        occurred_on as ancestry_on,
        count(*) as event_count,
        count(*) filter (where is_on_time) as on_time_count
    from events
    where due_on <= as_of
    group by month_on, unit_code, area_code, ancestry_on

),

sums as (

    {{ subject_period_sums('months', ['on_time_count', 'event_count'], shortest='quarter') }}

),

follow_up as (

    select cast(ceil(max(limit_hours) / 24e0) as integer) as limit_days from events

),

final as (

    select {{ share_figure(
        'ORG05', 'on_time_count', 'event_count', 'period_to + (select limit_days from follow_up)'
    ) }}
    from sums

)

select * from final
