with

source as (

    select * from {{ source('raw', 'survey_sample') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        wave_id,
        area_code,

        -- attributes
        mode,
        dialled_count,
        contacted_count,
        eligible_count,
        completed_count,
        refused_count

    from source

)

select * from renamed
