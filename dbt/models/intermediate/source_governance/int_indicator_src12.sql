with

events as (

    select * from {{ ref('int_grid_event') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

cohorts as (

    select
        {{ month_of('events.due_on') }} as month_on,
        events.area_code,
        spans.valid_from as ancestry_on,
        count(*) as due_count,
        count(*) filter (where events.is_on_time) as on_time_count
    from events
    left join spans
        on
            events.area_code = spans.area_code
            and {{ holds_on('spans', 'events.due_on') }}
    where events.due_on <= events.as_of
    group by month_on, events.area_code, ancestry_on

),

sums as (

    {{ subject_period_sums('cohorts', ['on_time_count', 'due_count'], subjects=['area']) }}

),

final as (

    select {{ share_figure('SRC12', 'on_time_count', 'due_count') }}
    from sums

)

select * from final
