with

assets as (

    select
        *,
        {{ period_begin('year') }} as month_on
    from {{ ref('stg_asset_year') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        assets.month_on,
        assets.month_on as ancestry_on,
        assets.area_code,
        assets.executed_yuan,
        assets.ordered_yuan,
        assets.case_count
    from assets
    inner join run on assets.month_on <= run.as_of

),

totals as (

    {{ subject_period_totals(
        'known', ['executed_yuan', 'ordered_yuan', 'case_count'],
        shortest='year', subjects=['area']
    ) }}

),

final as (

    select
        {{ amount_share_figure('PUN03', 'executed_yuan', 'ordered_yuan', 'case_count') }}
    from totals

)

select * from final
