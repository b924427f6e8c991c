{%- set days = ['created_on', 'due_on', 'closed_on'] -%}
{%- set months = cohort_months('hotline_ticket', 'due_on', days) -%}

with

tickets as (

    select * from {{ ref('int_hotline_ticket') }}
    where {{ in_months('due_on', months) }}

),

final as (

    select
        {{ month_of('due_on') }} as month_on,
        unit_code,
        due_on,
        is_excluded,
        count(*) as open_count
    from tickets
    where not is_closed
    group by month_on, unit_code, due_on, is_excluded

    {{ kept_months(months) }}

)

select * from final
