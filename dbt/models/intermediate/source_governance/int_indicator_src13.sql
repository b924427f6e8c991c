with

counted as (

    select
        area_code,
        concluded_on as counted_on,
        is_in_order as is_met
    from {{ ref('int_village_decision') }}
    where is_concluded

    union all

    select
        area_code,
        due_on as counted_on,
        is_on_time as is_met
    from {{ ref('int_disclosure') }}
    where due_on <= as_of

),

spans as (

    select * from {{ ref('int_area_span') }}

),

cohorts as (

    select
        {{ month_of('counted.counted_on') }} as month_on,
        counted.area_code,
        spans.valid_from as ancestry_on,
        count(*) as item_count,
        count(*) filter (where counted.is_met) as met_count
    from counted
    left join spans
        on
            counted.area_code = spans.area_code
            and {{ holds_on('spans', 'counted.counted_on') }}
    group by month_on, counted.area_code, ancestry_on

),

sums as (

    {{ subject_period_sums(
        'cohorts', ['met_count', 'item_count'], shortest='quarter', subjects=['village', 'area']
    ) }}

),

final as (

    select {{ share_figure('SRC13', 'met_count', 'item_count') }}
    from sums

)

select * from final
