with

source as (

    select * from {{ source('raw', 'survey_answer') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        wave_id,
        response_id,
        item_code,
        area_code,
        sector_code,
        answer_code,

        -- attributes
        mode,
        base_weight,

        -- for weighting alone
        stratum,
        cluster,
        age_band,
        sex

    from source

)

select * from renamed
