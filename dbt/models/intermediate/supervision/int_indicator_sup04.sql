with

due as (

    select * from {{ ref('int_return_log') }}
    where due_on <= as_of

),

months as (

    {{ unit_month_sums('due', 'due_on', [
        ('due_count', 'count(*)'),
        ('on_time_count', 'count(*) filter (where items.is_on_time)'),
    ]) }}

),

sums as (

    {{ subject_period_sums('months', ['on_time_count', 'due_count']) }}

),

final as (

    select {{ share_figure('SUP04', 'on_time_count', 'due_count') }}
    from sums

)

select * from final
