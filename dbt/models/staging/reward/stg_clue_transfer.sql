with

source as (

    select * from {{ source('raw', 'clue_transfer') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        transfer_id,
        from_unit_code,
        to_unit_code,
        sector_code,

        -- dates
        transferred_on,
        feedback_due_on,
        fed_back_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
