with

source as (

    select * from {{ source('raw', 'asset_year') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        year,
        area_code,
        measure,

        -- amounts
        ordered_yuan,
        executed_yuan,
        seized_yuan,
        frozen_yuan,
        largest_yuan,
        second_largest_yuan,

        -- counts
        case_count,

        -- timestamps
        updated_at

    from source

)

select * from renamed
