with

spans as (

    select * from {{ ref('int_area_span') }}

),

clues as (

    select
        *,
        coalesce(conclusion in ('duplicate', 'out_of_scope'), false) as is_excluded
    from {{ ref('int_clue') }}

),

by_day as (

    select
        received_on,
        area_code,
        channel,
        coalesce(sector_code, 'none') as sector_code,
        count(*) filter (where not is_excluded) as clue_count,
        count(*) filter (where is_excluded) as excluded_count,
        count(*) filter (where is_open) as open_count
    from clues
    group by received_on, area_code, sector_code, channel

),

final as (

    select
        {{ month_of('by_day.received_on') }} as month_on,
        by_day.area_code,
        spans.valid_from as ancestry_on,
        by_day.sector_code,
        by_day.channel,
        {{ sums_of(['clue_count', 'excluded_count', 'open_count'], 'by_day') }}
    from by_day
    left join spans
        on
            by_day.area_code = spans.area_code
            and {{ holds_on('spans', 'by_day.received_on') }}
    group by month_on, by_day.area_code, ancestry_on, by_day.sector_code, by_day.channel

)

select * from final
