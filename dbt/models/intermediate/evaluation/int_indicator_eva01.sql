{{ config(materialized='view') }}

with

final as (

    {{ survey_share_figures('EVA01') }}

)

select * from final
