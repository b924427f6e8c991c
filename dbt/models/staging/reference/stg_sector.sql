with

source as (

    select * from {{ source('raw', 'sector') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        sector_code,

        -- attributes
        name_cn,
        name_en

    from source

)

select * from renamed
