with

source as (

    select * from {{ source('raw', 'area') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        area_code,
        parent_code,

        -- attributes
        name,
        level,
        population,

        -- dates
        valid_from,
        valid_to

    from source

)

select * from renamed
