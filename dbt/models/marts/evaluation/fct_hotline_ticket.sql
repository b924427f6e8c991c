{%- set months = fresh_months('fct_hotline_ticket') -%}

with

tickets as (

    select * from {{ ref('int_hotline_ticket') }}
    where {{ in_months_of_weeks('created_on', months) }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

-- weeks instead of days and towns instead of villages: a row must not point at a caller
coarsened as (

    select
        tickets.*,
        spans.town_code,
        {{ week_of('tickets.created_on') }} as created_week,
        {{ week_of('tickets.due_on') }} as due_week,
        {{ week_of('tickets.closed_on') }} as closed_week
    from tickets
    left join spans
        on
            tickets.area_code = spans.area_code
            and {{ holds_on('spans', 'tickets.due_on') }}

),

final as (

    select
        ticket_id,
        town_code,
        unit_code,
        sector_code,
        class,
        created_week,
        due_week,
        closed_week,
        is_closed,
        is_on_time,
        is_contacted_in_24h,
        is_solved,
        is_satisfied,
        is_excluded,
        rework_count
    from coarsened

)

select * from final
