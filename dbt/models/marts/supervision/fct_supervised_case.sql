with

cases as (

    select * from {{ ref('int_supervised_case') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

-- weeks instead of days: a row must not point at whose case it is
final as (

    select
        cases.listed_id,
        spans.town_code,
        {{ week_of('cases.listed_on') }} as listed_week,
        {{ week_of('cases.due_on') }} as due_week,
        {{ week_of('cases.closed_on') }} as closed_week,
        cases.has_lead_office,
        cases.is_closed,
        cases.is_on_time,
        cases.overdue_days is not null as is_overdue
    from cases
    left join spans
        on
            cases.area_code = spans.area_code
            and {{ holds_on('spans', 'cases.listed_on') }}

)

select * from final
