with

source as (

    select * from {{ source('raw', 'clue') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        clue_id,
        area_code,
        sector_code,
        received_unit_code,
        transferring_unit_code,
        handling_unit_code,

        -- attributes
        channel,
        is_contactable,
        needs_transfer,
        conclusion,
        panel_size,
        is_recorded,
        is_signed,
        has_basis,
        review_result,
        escalation,

        -- dates
        received_on,
        transferred_on,
        unit_received_on,
        first_contact_on,
        verification_started_on,
        due_on,
        extension_approved_on,
        extended_to,
        concluded_on,
        reviewed_on,
        closed_on,
        case_filed_on,
        fed_back_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
