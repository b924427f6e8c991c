with

items as (

    select * from {{ ref('int_mechanism_item') }}

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
        overdue_days is not null as is_overdue,
        overdue_days
    from items

)

select * from final
