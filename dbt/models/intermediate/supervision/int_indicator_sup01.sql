with

-- the whole plan counts, on its last day or, while the year runs, on the cut-off
planned as (

    select
        unit_code,
        is_on_time,
        least(due_on, as_of) as counts_on
    from {{ ref('int_supervision_task') }}
    where due_on is not null

),

months as (

    {{ unit_month_sums('planned', 'counts_on', [
        ('task_count', 'count(*)'),
        ('on_time_count', 'count(*) filter (where items.is_on_time)'),
    ]) }}

),

sums as (

    {{ subject_period_sums('months', ['on_time_count', 'task_count'], shortest='year') }}

),

final as (

    select {{ share_figure('SUP01', 'on_time_count', 'task_count') }}
    from sums

)

select * from final
