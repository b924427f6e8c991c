with

source as (

    select * from {{ source('raw', 'survey_wave') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        wave_id,

        -- attributes
        series,

        -- dates
        fielded_from,
        fielded_to

    from source

)

select * from renamed
