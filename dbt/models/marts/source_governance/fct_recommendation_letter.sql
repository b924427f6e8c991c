with

letters as (

    select * from {{ ref('int_recommendation_letter') }}

),

final as (

    select
        letter_id,
        kind,
        issuer_unit_code,
        recipient_unit_code,
        sector_code,
        issued_on,
        delivered_on,
        written_due_on as reply_due_on,
        effective_due_on,
        replied_on,
        reply,
        rectification_due_on,
        verified_on,
        revisited_on,
        is_replied_on_time,
        is_verified
    from letters

)

select * from final
