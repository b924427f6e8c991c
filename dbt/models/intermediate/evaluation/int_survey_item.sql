{{ config(materialized='view') }}

with

final as (

    select
        wave_id,
        item_code,
        max(indicator_id) as indicator_id,
        max(scale_points) as scale_points,
        max(wording_version) as wording_version
    from {{ ref('stg_survey_item') }}
    group by wave_id, item_code

)

select * from final
