with recursive

areas as (

    select
        area_code,
        parent_code,
        level,
        {{ level_rank('level') }} as level_rank,
        valid_from,
        {{ open_end('valid_to') }} as valid_to
    from {{ ref('stg_area') }}

),

ancestors as (

    select
        area_code,
        area_code as ancestor_code,
        level as ancestor_level,
        level_rank,
        parent_code,
        valid_from,
        valid_to
    from areas

    union all

    select
        ancestors.area_code,
        areas.area_code as ancestor_code,
        areas.level as ancestor_level,
        areas.level_rank,
        areas.parent_code,
        greatest(ancestors.valid_from, areas.valid_from) as valid_from,
        least(ancestors.valid_to, areas.valid_to) as valid_to
    from ancestors
    inner join areas
        on
            ancestors.parent_code = areas.area_code
            -- a parent that is not above its child would turn in circles
            and ancestors.level_rank > areas.level_rank
            and ancestors.valid_from < areas.valid_to
            and ancestors.valid_to > areas.valid_from

),

final as (

    select
        area_code,
        ancestor_code,
        ancestor_level,
        valid_from,
        valid_to
    from ancestors

)

select * from final
