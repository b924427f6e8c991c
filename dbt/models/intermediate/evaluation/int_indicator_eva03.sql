{{ config(materialized='view') }}

with

final as (

    {{ survey_share_figures('EVA03') }}

)

select * from final
