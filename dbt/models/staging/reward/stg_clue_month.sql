with

source as (

    select * from {{ source('raw', 'clue_month') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        month,
        unit_code,
        breakdown,
        breakdown_code,

        -- counts
        received_count,
        transferred_count,
        concluded_count,
        filed_count,

        -- timestamps
        updated_at

    from source

)

select * from renamed
