with

issues as (

    select * from {{ ref('int_sector_issue') }}

),

counted as (

    select
        'SRC02' as indicator_id,
        due_on as counted_on,
        unit_code,
        area_code,
        is_on_time as is_met
    from issues
    where due_on <= as_of

    union all

    select
        'SRC03' as indicator_id,
        verified_closed_on as counted_on,
        unit_code,
        area_code,
        has_recurred as is_met
    from issues
    where followed_until <= as_of

    union all

    -- what names no area counts in that of its unit
    select
        'SRC08' as indicator_id,
        due_on as counted_on,
        unit_code,
        cast(null as varchar) as area_code,
        is_on_time as is_met
    from {{ ref('int_mechanism_item') }}
    where due_on <= as_of

    union all

    select
        'SRC09' as indicator_id,
        effective_due_on as counted_on,
        to_unit_code as unit_code,
        cast(null as varchar) as area_code,
        is_on_time as is_met
    from {{ ref('int_clue_transfer') }}
    where effective_due_on <= as_of

),

placed as (

    select
        counted.indicator_id,
        counted.counted_on,
        counted.unit_code,
        counted.is_met,
        coalesce(counted.area_code, units.area_code) as area_code
    from counted
    left join {{ ref('int_unit_span') }} as units
        on
            counted.area_code is null
            and counted.unit_code = units.unit_code
            and {{ holds_on('units', 'counted.counted_on') }}

),

final as (

    select
        placed.indicator_id,
        {{ month_of('placed.counted_on') }} as month_on,
        placed.unit_code,
        placed.area_code,
        spans.valid_from as ancestry_on,
        count(*) as item_count,
        count(*) filter (where placed.is_met) as met_count
    from placed
    left join {{ ref('int_area_span') }} as spans
        on
            placed.area_code = spans.area_code
            and {{ holds_on('spans', 'placed.counted_on') }}
    group by
        placed.indicator_id,
        month_on,
        placed.unit_code,
        placed.area_code,
        ancestry_on

)

select * from final
