with

rewards as (

    select * from {{ ref('stg_reward_month') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        rewards.month,
        rewards.area_code,
        rewards.approved_count,
        rewards.due_count,
        rewards.paid_on_time_count
    from rewards
    inner join run on {{ period_begin('rewards.month') }} <= run.as_of

)

select * from final
