with

source as (

    select * from {{ source('raw', 'unit_sector') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        unit_code,
        sector_code

    from source

)

select * from renamed
