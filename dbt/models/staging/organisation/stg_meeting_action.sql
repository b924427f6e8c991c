with

source as (

    select * from {{ source('raw', 'meeting_action') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        action_id,
        meeting_id,
        unit_code,

        -- dates
        due_on,
        completed_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
