{#- Every area has every sector of every component, so that nothing reported is a figure too, and
    its whole, in which what has no sector counts. -#}
{%- set measures = ['event_count', 'exposure_count'] -%}

with

counted as (

    select * from {{ ref('int_sector_event_count') }}

),

summed as (

    select
        area_code,
        component,
        sector_code,
        event_count,
        exposure_count
    from counted

    union all

    select
        area_code,
        component,
        'all' as sector_code,
        {{ sums_of(measures) }}
    from counted
    group by area_code, component

),

areas as (

    select distinct
        area_code,
        area_level
    from counted

),

components as (

    select distinct component from counted

),

sectors as (

    select sector_code from {{ ref('stg_sector') }}
    union all
    select 'all' as sector_code

),

final as (

    select
        areas.area_code,
        areas.area_level,
        sectors.sector_code,
        components.component,
        coalesce(summed.event_count, 0) as event_count,
        coalesce(summed.exposure_count, 0) as exposure_count
    from areas
    cross join components
    cross join sectors
    left join summed
        on
            areas.area_code = summed.area_code
            and components.component = summed.component
            and sectors.sector_code = summed.sector_code

)

select * from final
