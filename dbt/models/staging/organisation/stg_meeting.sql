with

source as (

    select * from {{ source('raw', 'meeting') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        meeting_id,
        unit_code,

        -- attributes
        topic_code,

        -- counts
        required_count,

        -- dates
        held_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
