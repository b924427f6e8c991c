with

source as (

    select * from {{ source('raw', 'training') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        event_id,
        unit_code,

        -- counts
        required_count,
        passed_count,
        hours,

        -- dates
        held_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
