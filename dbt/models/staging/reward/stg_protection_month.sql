with

source as (

    select * from {{ source('raw', 'protection_month') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        month,
        area_code,

        -- counts
        request_count,
        confirmed_leak_count,

        -- timestamps
        updated_at

    from source

)

select * from renamed
