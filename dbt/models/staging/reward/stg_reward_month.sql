with

source as (

    select * from {{ source('raw', 'reward_month') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        month,
        area_code,

        -- counts
        approved_count,
        due_count,
        paid_on_time_count,

        -- timestamps
        updated_at

    from source

)

select * from renamed
