with

findings as (

    select * from {{ ref('int_supervision_finding') }}

),

dated as (

    select
        *,
        overdue_days is not null as is_overdue
    from findings

),

final as (

    select
        finding_id,
        kind,
        unit_code,
        found_on,
        due_on,
        verified_closed_on,
        is_closed,
        is_on_time,
        is_overdue,
        overdue_days
    from dated

)

select * from final
