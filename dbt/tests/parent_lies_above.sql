-- A returned row is an area whose parent is not of a higher level, so that the roll-up stops there
-- and everything below it is missing further up. The remedy is in the area table: level or
-- parent_code.
with

areas as (

    select
        *,
        {{ level_rank('level') }} as level_rank
    from {{ ref('stg_area') }}

)

select
    areas.area_code,
    areas.level,
    areas.parent_code,
    parents.level as parent_level
from areas
inner join areas as parents
    on
        areas.parent_code = parents.area_code
        and areas.valid_from < {{ open_end('parents.valid_to') }}
        and parents.valid_from < {{ open_end('areas.valid_to') }}
where parents.level_rank >= areas.level_rank
