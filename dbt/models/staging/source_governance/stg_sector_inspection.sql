with

source as (

    select * from {{ source('raw', 'sector_inspection') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        visit_id,
        premises_id,
        sector_code,
        area_code,

        -- counts
        problem_count,

        -- dates
        visited_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
