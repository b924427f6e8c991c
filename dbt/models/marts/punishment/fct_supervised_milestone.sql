with

milestones as (

    select * from {{ ref('int_supervised_milestone') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

-- weeks instead of days: a row must not point at whose case it is
final as (

    select
        milestones.milestone_id,
        spans.town_code,
        milestones.kind,
        {{ week_of('milestones.listed_on') }} as listed_week,
        {{ week_of('milestones.due_on') }} as due_week,
        {{ week_of('milestones.met_on') }} as met_week,
        milestones.is_met,
        milestones.is_on_time,
        milestones.overdue_days is not null as is_overdue
    from milestones
    left join spans
        on
            milestones.area_code = spans.area_code
            and {{ holds_on('spans', 'milestones.listed_on') }}

)

select * from final
