with

source as (

    select * from {{ source('raw', 'staffing') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        half_year,
        unit_code,

        -- counts
        established_count,
        filled_count,

        -- timestamps
        updated_at

    from source

)

select * from renamed
