{{ config(severity='warn') }}

{% set days_by_area = {
    'grid_event': 'due_on',
    'disclosure': 'due_on',
    'village_decision': 'concluded_on',
    'party_branch_status': 'deadline_on',
} %}

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
        indicators.source_contracts as contract,
        cohorts.unit_code,
        cohorts.area_code,
        cohorts.ancestry_on,
        cohorts.month_on,
        cohorts.item_count
    from {{ ref('int_sector_cohort_month') }} as cohorts
    inner join {{ ref('stg_indicator') }} as indicators
        on cohorts.indicator_id = indicators.indicator_id

    -- what is an area's and no unit's
    {% for contract, day in days_by_area.items() %}
        union all

        select
            '{{ contract }}' as contract,
            null as unit_code,
            rows_of_register.area_code,
            spans.valid_from as ancestry_on,
            {{ month_of('rows_of_register.' ~ day) }} as month_on,
            1 as item_count
        from {{ ref('int_' ~ contract) }} as rows_of_register
        inner join {{ source('raw', 'run') }} as run on rows_of_register.{{ day }} <= run.as_of
        left join {{ ref('int_area_span') }} as spans
            on
                rows_of_register.area_code = spans.area_code
                and {{ holds_on('spans', 'rows_of_register.' ~ day) }}
    {% endfor %}

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
    items.unit_code is not null and units.subject_code is null as is_without_unit
from items
left join units on items.unit_code = units.subject_code and items.month_on = units.period_from
where
    items.item_count > 0
    and (
        items.ancestry_on is null
        or (items.unit_code is not null and units.subject_code is null)
    )
