{%- set days = ['created_on', 'due_on', 'closed_on'] -%}
{%- set months = cohort_months('hotline_ticket', 'due_on', days) -%}

with

tickets as (

    select * from {{ ref('int_hotline_ticket') }}
    where {{ in_months('due_on', months) }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

-- the answers of an excluded ticket are empty, so that it counts nowhere
answers as (

    select
        {{ month_of('tickets.due_on') }} as month_on,
        tickets.unit_code,
        tickets.area_code,
        spans.valid_from as ancestry_on,
        case when not tickets.is_excluded then tickets.is_contacted_in_24h end as is_contacted,
        case when not tickets.is_excluded then tickets.is_solved end as is_solved,
        case when not tickets.is_excluded then tickets.is_satisfied end as is_satisfied
    from tickets
    left join spans
        on
            tickets.area_code = spans.area_code
            and {{ holds_on('spans', 'tickets.due_on') }}
    where tickets.due_on <= tickets.as_of

),

final as (

    select
        month_on,
        unit_code,
        area_code,
        ancestry_on,
        count(is_contacted) as ticket_count,
        count(*) filter (where is_contacted) as contacted_count,
        count(is_solved) as solved_base_count,
        count(*) filter (where is_solved) as solved_count,
        count(is_satisfied) as satisfied_base_count,
        count(*) filter (where is_satisfied) as satisfied_count,
        -- products, for the correlations of the three rates
        count(is_solved) filter (where is_contacted) as contacted_solved_base_count,
        count(*) filter (where is_contacted and is_solved) as contacted_solved_count,
        count(is_satisfied) filter (where is_contacted) as contacted_satisfied_base_count,
        count(*) filter (where is_contacted and is_satisfied) as contacted_satisfied_count,
        count(is_solved) filter (where is_satisfied is not null) as called_back_count,
        count(is_satisfied) filter (where is_solved) as solved_satisfied_base_count,
        count(is_solved) filter (where is_satisfied) as satisfied_solved_base_count,
        count(*) filter (where is_solved and is_satisfied) as solved_satisfied_count
    from answers
    group by month_on, unit_code, area_code, ancestry_on

    {{ kept_months(months) }}

)

select * from final
