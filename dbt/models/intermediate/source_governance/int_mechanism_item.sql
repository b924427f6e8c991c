{{ config(materialized='view') }}

with

items as (

    select * from {{ ref('stg_mechanism_item') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        items.item_id,
        items.sector_code,
        items.unit_code,
        items.due_on,
        run.as_of,
        {{ happened_by('run.as_of', 'items.completed_on') }} as completed_on
    from items
    cross join run

),

final as (

    select
        *,
        completed_on is not null as is_completed,
        {{ on_time('completed_on', 'due_on', 'as_of') }} as is_on_time,
        {{ overdue_days('completed_on', 'due_on', 'as_of') }} as overdue_days
    from known

)

select * from final
