with

run as (

    select as_of from {{ source('raw', 'run') }}

),

items as (

    select
        'hotline_ticket' as contract,
        unit_code,
        due_on,
        open_count,
        not is_excluded as has_deadline
    from {{ ref('int_hotline_ticket_open') }}

    union all

    select
        'supervision_finding' as contract,
        unit_code,
        due_on,
        1 as open_count,
        true as has_deadline
    from {{ ref('int_supervision_finding') }}
    where not is_closed

    union all

    select
        'clue' as contract,
        checking_unit_code as unit_code,
        due_on,
        1 as open_count,
        true as has_deadline
    from {{ ref('int_clue') }}
    where is_open

    union all

    -- a letter that asks for no reply by any day waits for none
    select
        'recommendation_letter' as contract,
        recipient_unit_code as unit_code,
        effective_due_on as due_on,
        1 as open_count,
        true as has_deadline
    from {{ ref('int_recommendation_letter') }}
    where replied_on is null and effective_due_on is not null

    union all

    select
        'supervision_task' as contract,
        unit_code,
        due_on,
        1 as open_count,
        true as has_deadline
    from {{ ref('int_supervision_task') }}
    where completed_on is null and due_on is not null

    union all

    select
        'return_log' as contract,
        unit_code,
        due_on,
        1 as open_count,
        true as has_deadline
    from {{ ref('int_return_log') }}
    where completed_on is null

    union all

    select
        'meeting_action' as contract,
        unit_code,
        due_on,
        1 as open_count,
        true as has_deadline
    from {{ ref('int_meeting_action') }}
    where completed_on is null

    union all

    select
        'opinion_event' as contract,
        unit_code,
        due_on,
        1 as open_count,
        true as has_deadline
    from {{ ref('int_opinion_event') }}
    where responded_at is null

),

judged as (

    select
        items.contract,
        items.unit_code,
        items.due_on,
        items.open_count,
        items.has_deadline,
        run.as_of,
        items.has_deadline and items.due_on < run.as_of as is_overdue
    from items
    cross join run

),

final as (

    select
        contract,
        unit_code,
        {{ sums_of(['open_count']) }},
        cast(coalesce(sum(open_count) filter (where is_overdue), 0) as bigint) as overdue_count,
        cast(
            coalesce(
                sum(open_count) filter (
                    where has_deadline and due_on > as_of and due_on <= as_of + 7
                ),
                0
            ) as bigint
        ) as due_in_7_days_count,
        min(due_on) filter (where is_overdue) as oldest_due_on,
        max(as_of - due_on) filter (where is_overdue) as longest_overdue_days
    from judged
    group by contract, unit_code

)

select * from final
