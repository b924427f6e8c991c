with

source as (

    select * from {{ source('raw', 'case_review') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        period,
        unit_code,
        kind,

        -- counts
        reviewed_count,
        qualified_count,

        -- timestamps
        updated_at

    from source

)

select * from renamed
