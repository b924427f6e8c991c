with

source as (

    select * from {{ source('raw', 'case_stage_month') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        month,
        area_code,
        stage,

        -- counts
        case_count,

        -- timestamps
        updated_at

    from source

)

select * from renamed
