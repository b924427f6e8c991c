{{ config(materialized='view') }}

{#- Which subject lies in which: areas in the area above them today, and all units in the one area
    that has none above it, for between them they hold every item. -#}
with

subjects as (

    select distinct
        subject_kind,
        subject_code
    from {{ ref('int_release_figure') }}

),

areas as (

    select
        areas.area_code,
        above.subject_code as parent_code
    from {{ ref('dim_area') }} as areas
    inner join subjects
        on subjects.subject_kind = 'area' and areas.area_code = subjects.subject_code
    left join subjects as above
        on above.subject_kind = 'area' and areas.parent_code = above.subject_code
    where areas.is_current

),

roots as (

    select max(area_code) as area_code from areas
    where parent_code is null
    having count(*) = 1

),

final as (

    select
        'area' as subject_kind,
        area_code as subject_code,
        'area' as parent_kind,
        parent_code
    from areas
    where parent_code is not null

    union all

    select
        subjects.subject_kind,
        subjects.subject_code,
        'area' as parent_kind,
        roots.area_code as parent_code
    from subjects
    cross join roots
    where subjects.subject_kind = 'unit'

)

select * from final
