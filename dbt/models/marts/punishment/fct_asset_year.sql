with

assets as (

    select * from {{ ref('stg_asset_year') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        assets.year,
        assets.area_code,
        assets.measure,
        assets.ordered_yuan,
        assets.executed_yuan,
        assets.seized_yuan,
        assets.frozen_yuan,
        assets.case_count
    from assets
    inner join run on {{ period_begin('assets.year') }} <= run.as_of

)

select * from final
