{%- set months = fresh_months('fct_clue') -%}

with

clues as (

    select * from {{ ref('int_clue') }}
    where {{ in_months_of_weeks('received_on', months) }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

-- weeks instead of days: a row must not point at who reported
final as (

    select
        clues.clue_id,
        spans.town_code,
        clues.received_unit_code,
        clues.handling_unit_code,
        clues.transferring_unit_code,
        clues.sector_code,
        clues.channel,
        {{ week_of('clues.received_on') }} as received_week,
        {{ week_of('clues.transferred_on') }} as transferred_week,
        {{ week_of('clues.unit_received_on') }} as unit_received_week,
        {{ week_of('clues.first_contact_on') }} as first_contact_week,
        {{ week_of('clues.verification_started_on') }} as verification_started_week,
        {{ week_of('clues.due_on') }} as due_week,
        {{ week_of('clues.concluded_on') }} as concluded_week,
        {{ week_of('clues.reviewed_on') }} as reviewed_week,
        {{ week_of('clues.closed_on') }} as closed_week,
        {{ week_of('clues.case_filed_on') }} as case_filed_week,
        {{ week_of('clues.fed_back_on') }} as fed_back_week,
        clues.conclusion,
        clues.escalation,
        clues.is_contactable,
        clues.needs_transfer,
        clues.is_extended,
        clues.is_open,
        clues.overdue_days is not null as is_overdue,
        clues.panel_size,
        clues.is_compliant
    from clues
    left join spans
        on
            clues.area_code = spans.area_code
            and {{ holds_on('spans', 'clues.received_on') }}

)

select * from final
