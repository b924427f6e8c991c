with

source as (

    select * from {{ source('raw', 'publicity') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        activity_id,
        area_code,

        -- attributes
        channel,

        -- measures
        reach_count,

        -- dates
        held_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
