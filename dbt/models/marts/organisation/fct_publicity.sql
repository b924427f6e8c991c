with

activities as (

    select * from {{ ref('stg_publicity') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        activities.activity_id,
        activities.area_code,
        activities.channel,
        activities.held_on,
        activities.reach_count
    from activities
    inner join run on activities.held_on <= run.as_of

)

select * from final
