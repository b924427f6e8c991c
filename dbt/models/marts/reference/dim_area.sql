with

areas as (

    select * from {{ ref('stg_area') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

dated as (

    select
        areas.*,
        {{ holds_on('areas', 'run.as_of') }} as is_current
    from areas
    cross join run

),

final as (

    select
        area_code,
        valid_from,
        valid_to,
        is_current,
        name,
        level,
        parent_code,
        population
    from dated

)

select * from final
