with

source as (

    select * from {{ source('raw', 'return_log') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        return_id,
        unit_code,

        -- attributes
        kind,
        is_complete,

        -- dates
        due_on,
        received_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
