with

source as (

    select * from {{ source('raw', 'disclosure') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        disclosure_id,
        area_code,

        -- attributes
        kind,

        -- dates
        due_on,
        published_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
