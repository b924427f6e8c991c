{{ config(severity='warn') }}

-- A returned row is a month of due items that some figure leaves out, because the area or the unit
-- they name did not exist on the due date. Not an error of the build: the reference tables or the
-- items are to be corrected, and until then the warning says how many are missing.
with

-- what is counted in its indicator's own model, by no month before
dated as (

    select
        'training' as contract,
        unit_code,
        held_on as counted_on,
        required_count as item_count
    from {{ ref('stg_training') }}

    union all

    select
        'case_review' as contract,
        unit_code,
        {{ period_begin('period') }} as counted_on,
        reviewed_count as item_count
    from {{ ref('stg_case_review') }}
    where kind = 'business'

),

items as (

    select
        'supervision_finding' as contract,
        unit_code,
        area_code,
        ancestry_on,
        month_on,
        due_count as item_count
    from {{ ref('int_supervision_finding_month') }}

    union all

    select
        'hotline_ticket' as contract,
        unit_code,
        area_code,
        ancestry_on,
        month_on,
        ticket_count as item_count
    from {{ ref('int_hotline_ticket_month') }}

    union all

    select
        'clue' as contract,
        unit_code,
        area_code,
        ancestry_on,
        month_on,
        item_count as item_count
    from {{ ref('int_clue_month') }}

    union all

    select
        'clue_month' as contract,
        unit_code,
        area_code,
        ancestry_on,
        month_on,
        received_count as item_count
    from {{ ref('int_clue_return_month') }}

    union all

    select
        'clue_spot_check' as contract,
        unit_code,
        area_code,
        ancestry_on,
        month_on,
        sampled_count as item_count
    from {{ ref('int_clue_spot_check_month') }}

    union all

    select
        'recommendation_letter' as contract,
        unit_code,
        area_code,
        ancestry_on,
        month_on,
        letter_count as item_count
    from {{ ref('int_recommendation_letter_month') }}

    union all

    select
        dated.contract,
        dated.unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        {{ month_of('dated.counted_on') }} as month_on,
        dated.item_count
    from dated
    left join {{ ref('int_unit_span') }} as spans
        on
            dated.unit_code = spans.unit_code
            and {{ holds_on('spans', 'dated.counted_on') }}

),

units as (

    select
        subject_code,
        period_from
    from {{ ref('int_subject_period') }}
    where subject_kind = 'unit' and period_kind = 'month'

)

select
    items.*,
    items.ancestry_on is null as is_without_area,
    units.subject_code is null as is_without_unit
from items
left join units on items.unit_code = units.subject_code and items.month_on = units.period_from
where items.item_count > 0 and (items.ancestry_on is null or units.subject_code is null)
