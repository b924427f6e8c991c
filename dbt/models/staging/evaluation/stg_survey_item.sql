with

source as (

    select * from {{ source('raw', 'survey_item') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        wave_id,
        item_code,
        answer_code,
        indicator_id,

        -- attributes
        meaning,
        score,
        is_top_two,
        is_valid,
        scale_points,
        wording_version

    from source

)

select * from renamed
