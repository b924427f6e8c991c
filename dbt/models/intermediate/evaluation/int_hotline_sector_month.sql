{%- set days = ['created_on', 'due_on', 'closed_on'] -%}
{%- set months = cohort_months('hotline_ticket', 'created_on', days) -%}

with

tickets as (

    select * from {{ ref('int_hotline_ticket') }}
    where {{ in_months('created_on', months) }} and not is_excluded

),

spans as (

    select * from {{ ref('int_area_span') }}

),

final as (

    select
        {{ month_of('tickets.created_on') }} as month_on,
        tickets.area_code,
        spans.valid_from as ancestry_on,
        tickets.sector_code,
        count(*) as ticket_count,
        count(*) filter (where tickets.due_on < tickets.as_of) as due_count,
        count(tickets.overdue_days) as overdue_count,
        count(*) filter (where tickets.is_closed) as closed_count,
        count(*) filter (where tickets.is_closed and tickets.rework_count > 0) as reworked_count,
        count(tickets.is_satisfied) as answered_count,
        count(*) filter (where not tickets.is_satisfied) as dissatisfied_count
    from tickets
    left join spans
        on
            tickets.area_code = spans.area_code
            and {{ holds_on('spans', 'tickets.created_on') }}
    group by month_on, tickets.area_code, ancestry_on, tickets.sector_code

    {{ kept_months(months) }}

)

select * from final
