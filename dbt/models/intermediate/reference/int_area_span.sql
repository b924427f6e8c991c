with

ancestors as (

    select * from {{ ref('int_area_ancestor') }}

),

changes as (

    select
        area_code,
        valid_from as changed_on
    from ancestors

    union

    select
        area_code,
        valid_to as changed_on
    from ancestors

),

spans as (

    select
        area_code,
        changed_on as valid_from,
        lead(changed_on) over (partition by area_code order by changed_on) as valid_to
    from changes

),

final as (

    select
        spans.area_code,
        spans.valid_from,
        spans.valid_to,
        max(ancestors.ancestor_code) filter (where ancestors.ancestor_level = 'town') as town_code
    from spans
    -- drops the time in which the area itself does not hold
    inner join ancestors
        on
            spans.area_code = ancestors.area_code
            and {{ holds_on('ancestors', 'spans.valid_from') }}
    group by spans.area_code, spans.valid_from, spans.valid_to

)

select * from final
