-- A returned row is a banner and month whose records are not the sum of what lies in it: its
-- own items, those of its towns and those of their villages, each where they lay on the due date.
-- A disabled indicator has no figures.
-- Walks up the hierarchy step by step, without the closure that the figures are made from.
with

items as (

    select
        'SUP02' as indicator_id,
        area_code,
        ancestry_on,
        month_on,
        due_count as item_count
    from {{ ref('int_supervision_finding_month') }}

    union all

    select
        'EVA06' as indicator_id,
        area_code,
        ancestry_on,
        month_on,
        ticket_count as item_count
    from {{ ref('int_hotline_ticket_month') }}

    union all

    select
        indicator_id,
        area_code,
        ancestry_on,
        month_on,
        item_count
    from {{ ref('int_clue_month') }}

    union all

    select
        'RPT05' as indicator_id,
        area_code,
        ancestry_on,
        month_on,
        open_count as item_count
    from {{ ref('int_clue_stock_month') }}

    union all

    select
        indicator_id,
        area_code,
        ancestry_on,
        month_on,
        letter_count as item_count
    from {{ ref('int_recommendation_letter_month') }}

    union all

    select
        indicator_id,
        area_code,
        ancestry_on,
        month_on,
        item_count
    from {{ ref('int_sector_cohort_month') }}

),

areas as (

    select * from {{ ref('stg_area') }}

),

placed as (

    select
        items.indicator_id,
        {{ period_label('month', 'items.month_on') }} as period,
        case
            when own.level = 'banner' then own.area_code
            when above.level = 'banner' then above.area_code
            else above.parent_code
        end as banner_code,
        sum(items.item_count) as item_count
    from items
    inner join areas as own
        on items.area_code = own.area_code and {{ holds_on('own', 'items.ancestry_on') }}
    left join areas as above
        on own.parent_code = above.area_code and {{ holds_on('above', 'items.ancestry_on') }}
    group by all

),

banners as (

    select distinct area_code from areas
    where level = 'banner'

),

figures as (

    select * from {{ ref('mart_indicator_value') }}
    where subject_kind = 'area' and period_kind = 'month' and figure_source = 'own'

)

select
    placed.*,
    figures.sample_count
from placed
inner join banners on placed.banner_code = banners.area_code
inner join {{ ref('stg_indicator') }} as indicators
    on placed.indicator_id = indicators.indicator_id and indicators.is_disabled is not true
left join figures
    on
        placed.indicator_id = figures.indicator_id
        and placed.banner_code = figures.subject_code
        and placed.period = figures.period
where placed.item_count is distinct from figures.sample_count
