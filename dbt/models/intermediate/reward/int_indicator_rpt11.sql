with

rewards as (

    select
        *,
        {{ period_begin('month') }} as month_on
    from {{ ref('stg_reward_month') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        rewards.month_on,
        rewards.month_on as ancestry_on,
        rewards.area_code,
        rewards.paid_on_time_count,
        rewards.due_count
    from rewards
    inner join run on rewards.month_on <= run.as_of

),

sums as (

    {{ subject_period_sums(
        'known', ['paid_on_time_count', 'due_count'], shortest='year', subjects=['area']
    ) }}

),

final as (

    select {{ share_figure('RPT11', 'paid_on_time_count', 'due_count') }}
    from sums

)

select * from final
