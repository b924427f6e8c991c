{{ config(materialized='view') }}

with

cells as (

    select * from {{ ref('int_survey_cell') }}

),

ancestors as (

    select * from {{ ref('int_area_ancestor') }}
    where ancestor_level != 'village'

),

final as (

    select
        cells.wave_id,
        cells.cell,
        ancestors.ancestor_code as area_code
    from cells
    inner join ancestors
        on
            cells.area_code = ancestors.area_code
            and {{ holds_on('ancestors', 'cells.fielded_to') }}

    union all

    -- the whole wave, whatever its areas
    select
        wave_id,
        cell,
        'all' as area_code
    from cells

)

select * from final
