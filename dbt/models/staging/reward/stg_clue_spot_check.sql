with

source as (

    select * from {{ source('raw', 'clue_spot_check') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        check_id,
        quarter,
        unit_code,

        -- counts
        sampled_count,
        problem_count,

        -- timestamps
        updated_at

    from source

)

select * from renamed
