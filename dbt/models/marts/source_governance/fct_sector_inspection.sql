with

visits as (

    select * from {{ ref('stg_sector_inspection') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

final as (

    select
        visits.visit_id,
        visits.sector_code,
        spans.town_code,
        visits.visited_on,
        visits.problem_count
    from visits
    inner join run on visits.visited_on <= run.as_of
    left join spans
        on
            visits.area_code = spans.area_code
            and {{ holds_on('spans', 'visits.visited_on') }}

)

select * from final
