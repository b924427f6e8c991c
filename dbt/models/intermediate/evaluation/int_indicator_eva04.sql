{{ config(materialized='view') }}

with

final as (

    {{ survey_share_figures('EVA04') }}

)

select * from final
