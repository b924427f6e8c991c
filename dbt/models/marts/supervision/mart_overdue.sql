{#- What waits for a unit by a day: the register, the unit, the day, and which rows are open. What
    is due by no day waits for none. -#}
{%- set registers = [
    ('supervision_finding', 'unit_code', 'due_on', 'not is_closed'),
    ('clue', 'checking_unit_code', 'due_on', 'is_open'),
    ('recommendation_letter', 'recipient_unit_code', 'effective_due_on', 'replied_on is null'),
    ('recommendation_letter', 'recipient_unit_code', 'rectification_due_on',
        'verified_on is null'),
    ('clue_transfer', 'to_unit_code', 'effective_due_on', 'fed_back_on is null'),
    ('sector_issue', 'unit_code', 'due_on', 'not is_closed'),
    ('mechanism_item', 'unit_code', 'due_on', 'not is_completed'),
    ('supervision_task', 'unit_code', 'due_on', 'completed_on is null'),
    ('return_log', 'unit_code', 'due_on', 'completed_on is null'),
    ('meeting_action', 'unit_code', 'due_on', 'completed_on is null'),
    ('opinion_event', 'unit_code', 'due_on', 'responded_at is null'),
] -%}

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

    {% for contract, unit_code, due_on, is_open in registers %}
        union all

        select
            '{{ contract }}' as contract,
            {{ unit_code }} as unit_code,
            {{ due_on }} as due_on,
            1 as open_count,
            true as has_deadline
        from {{ ref('int_' ~ contract) }}
        where {{ is_open }} and {{ due_on }} is not null
    {% endfor %}

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
                    where has_deadline and due_on between as_of and as_of + 7
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
