with

source as (

    select * from {{ source('raw', 'unit') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        unit_code,
        area_code,

        -- attributes
        name,
        kind,

        -- dates
        valid_from,
        valid_to

    from source

)

select * from renamed
