with

source as (

    select * from {{ source('raw', 'premises_register') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        premises_id,
        sector_code,
        area_code,

        -- dates
        valid_from,
        valid_to,

        -- timestamps
        updated_at

    from source

)

select * from renamed
