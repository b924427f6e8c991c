with

source as (

    select * from {{ source('raw', 'mechanism_item') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        item_id,
        sector_code,
        unit_code,

        -- dates
        due_on,
        completed_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
