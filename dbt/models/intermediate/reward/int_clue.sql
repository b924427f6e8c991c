{{ config(materialized='view') }}

{%- set event_days = [
    'transferred_on', 'unit_received_on', 'first_contact_on', 'verification_started_on',
    'concluded_on', 'reviewed_on', 'closed_on', 'case_filed_on', 'fed_back_on',
] %}

with

clues as (

    select * from {{ ref('stg_clue') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        clues.clue_id,
        clues.area_code,
        clues.sector_code,
        clues.received_unit_code,
        clues.transferring_unit_code,
        clues.handling_unit_code,
        clues.channel,
        clues.is_contactable,
        clues.needs_transfer,
        clues.conclusion,
        clues.panel_size,
        clues.is_recorded,
        clues.is_signed,
        clues.has_basis,
        clues.escalation,
        clues.received_on,
        clues.due_on as first_due_on,
        clues.extended_to,
        run.as_of,
        {% for day in event_days %}
            {{ happened_by('run.as_of', 'clues.' ~ day) }} as {{ day }},
        {% endfor %}
        coalesce(clues.handling_unit_code, clues.received_unit_code) as checking_unit_code,
        -- an extension approved after the clue was due moves nothing
        coalesce(
            clues.extended_to is not null
            and clues.extension_approved_on <= least(run.as_of, clues.due_on),
            false
        ) as is_extended
    from clues
    cross join run
    where clues.received_on <= run.as_of

),

dated as (

    select
        *,
        case when is_extended then extended_to else first_due_on end as due_on
    from known

),

final as (

    select
        clue_id,
        area_code,
        sector_code,
        received_unit_code,
        checking_unit_code,
        handling_unit_code,
        channel,
        is_contactable,
        needs_transfer,
        is_extended,
        panel_size,
        escalation,
        as_of,
        received_on,
        transferred_on,
        unit_received_on,
        first_contact_on,
        verification_started_on,
        concluded_on,
        reviewed_on,
        closed_on,
        case_filed_on,
        fed_back_on,
        due_on,
        case when transferred_on is not null then transferring_unit_code end
            as transferring_unit_code,
        case when concluded_on is not null then conclusion end as conclusion,
        concluded_on is null as is_open,
        case
            when concluded_on is not null
                then coalesce(panel_size >= 3 and is_recorded and is_signed and has_basis, false)
        end as is_compliant,
        {{ overdue_days('concluded_on', 'due_on', 'as_of') }} as overdue_days
    from dated

)

select * from final
