with

items as (

    select
        'hotline_ticket' as contract,
        unit_code,
        due_on,
        as_of,
        overdue_days,
        not is_excluded as has_deadline
    from {{ ref('int_hotline_ticket') }}
    where not is_closed

    union all

    select
        'supervision_finding' as contract,
        unit_code,
        due_on,
        as_of,
        overdue_days,
        true as has_deadline
    from {{ ref('int_supervision_finding') }}
    where not is_closed

    union all

    select
        'clue' as contract,
        checking_unit_code as unit_code,
        due_on,
        as_of,
        overdue_days,
        true as has_deadline
    from {{ ref('int_clue') }}
    where is_open

    union all

    -- a letter that asks for no reply by any day waits for none
    select
        'recommendation_letter' as contract,
        recipient_unit_code as unit_code,
        effective_due_on as due_on,
        as_of,
        overdue_days,
        true as has_deadline
    from {{ ref('int_recommendation_letter') }}
    where replied_on is null and effective_due_on is not null

),

final as (

    select
        contract,
        unit_code,
        count(*) as open_count,
        count(overdue_days) filter (where has_deadline) as overdue_count,
        count(*) filter (
            where has_deadline and due_on > as_of and due_on <= as_of + 7
        ) as due_in_7_days_count,
        min(due_on) filter (where has_deadline and overdue_days is not null) as oldest_due_on,
        max(overdue_days) filter (where has_deadline) as longest_overdue_days
    from items
    group by contract, unit_code

)

select * from final
