with

source as (

    select * from {{ source('raw', 'recommendation_letter') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        letter_id,
        issuer_unit_code,
        recipient_unit_code,
        sector_code,

        -- attributes
        kind,
        reply,

        -- dates
        issued_on,
        delivered_on,
        reply_due_on,
        replied_on,
        rectification_due_on,
        verified_on,
        revisited_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
