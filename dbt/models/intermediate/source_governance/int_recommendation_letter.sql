{{ config(materialized='view') }}

with

letters as (

    select * from {{ ref('stg_recommendation_letter') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        letters.letter_id,
        letters.kind,
        letters.issuer_unit_code,
        letters.recipient_unit_code,
        letters.sector_code,
        letters.issued_on,
        letters.reply_due_on as written_due_on,
        letters.rectification_due_on,
        letters.reply,
        run.as_of,
        {{ happened_by('run.as_of', 'letters.delivered_on') }} as delivered_on,
        {{ happened_by('run.as_of', 'letters.replied_on') }} as replied_on,
        {{ happened_by('run.as_of', 'letters.verified_on') }} as verified_on,
        {{ happened_by('run.as_of', 'letters.revisited_on') }} as revisited_on
    from letters
    cross join run
    where letters.issued_on <= run.as_of

),

-- the law gives a limit to one kind only; any other is due when it says so
due as (

    select
        *,
        coalesce(
            written_due_on,
            case
                when kind = 'procuratorial'
                    then {{ months_after('delivered_on', indicator_limit('SRC05')) }}
            end
        ) as effective_due_on
    from known

),

final as (

    select
        letter_id,
        kind,
        issuer_unit_code,
        recipient_unit_code,
        sector_code,
        as_of,
        issued_on,
        delivered_on,
        written_due_on,
        effective_due_on,
        replied_on,
        rectification_due_on,
        verified_on,
        revisited_on,
        case when replied_on is not null then reply end as reply,
        {{ on_time('replied_on', 'effective_due_on', 'as_of') }} as is_replied_on_time,
        verified_on is not null as is_verified,
        {{ overdue_days('replied_on', 'effective_due_on', 'as_of') }} as overdue_days
    from due

)

select * from final
