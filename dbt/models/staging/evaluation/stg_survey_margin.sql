with

source as (

    select * from {{ source('raw', 'survey_margin') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        wave_id,

        -- attributes
        dimension,
        category,
        population

    from source

)

select * from renamed
