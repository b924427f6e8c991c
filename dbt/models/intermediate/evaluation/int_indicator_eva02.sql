{{ config(materialized='view') }}

with

final as (

    {{ survey_share_figures('EVA02') }}

)

select * from final
