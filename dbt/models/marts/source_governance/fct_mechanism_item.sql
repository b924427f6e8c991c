with

items as (

    select * from {{ ref('int_mechanism_item') }}

),

dated as (

    select
        *,
        overdue_days is not null as is_overdue
    from items

),

final as (

    select
        item_id,
        sector_code,
        unit_code,
        due_on,
        completed_on,
        is_completed,
        is_on_time,
        is_overdue,
        overdue_days
    from dated

)

select * from final
