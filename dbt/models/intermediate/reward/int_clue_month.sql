with

clues as (

    select * from {{ ref('int_clue') }}

),

deadlines as (

    select * from {{ ref('int_transfer_deadline') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

-- one row for each indicator and day on which the time to be judged is over
judged as (

    select
        'RPT02' as indicator_id,
        clues.received_on as counted_on,
        clues.received_unit_code as unit_code,
        clues.area_code,
        count(*) as item_count,
        count(*) filter (where clues.transferred_on <= deadlines.deadline_on) as met_count
    from clues
    inner join deadlines on clues.received_on = deadlines.received_on
    where clues.needs_transfer and deadlines.deadline_on <= clues.as_of
    group by all

    union all

    {{ clue_cohort(
        'RPT03', 'unit_received_on + ' ~ indicator_limit('RPT03'), 'is_contactable',
        'first_contact_on <= unit_received_on + ' ~ indicator_limit('RPT03')
    ) }}

    union all

    {{ clue_cohort('RPT04', 'due_on', 'true', 'concluded_on <= due_on') }}

    union all

    {{ clue_cohort(
        'RPT06', 'concluded_on', "conclusion not in ('duplicate', 'out_of_scope')",
        "conclusion in ('substantiated', 'partly')"
    ) }}

    union all

    {{ clue_cohort(
        'RPT07', 'received_on', "conclusion is distinct from 'duplicate'",
        'case_filed_on <= received_on + ' ~ indicator_limit('RPT07', 'follow_up_days'),
        indicator_limit('RPT07', 'follow_up_days')
    ) }}

    union all

    {{ clue_cohort('RPT08', 'concluded_on', 'true', 'is_compliant') }}

    union all

    {{ clue_cohort(
        'RPT10', 'concluded_on', 'is_contactable',
        'fed_back_on <= concluded_on + ' ~ indicator_limit('RPT10'), indicator_limit('RPT10')
    ) }}

),

final as (

    select
        judged.indicator_id,
        {{ month_of('judged.counted_on') }} as month_on,
        judged.unit_code,
        judged.area_code,
        spans.valid_from as ancestry_on,
        {{ sums_of(['item_count', 'met_count'], 'judged') }}
    from judged
    left join spans
        on
            judged.area_code = spans.area_code
            and {{ holds_on('spans', 'judged.counted_on') }}
    group by judged.indicator_id, month_on, judged.unit_code, judged.area_code, ancestry_on

)

select * from final
