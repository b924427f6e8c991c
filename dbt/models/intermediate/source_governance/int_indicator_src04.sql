{{ config(materialized='view') }}

with

final as (

    {{ survey_share_figures('SRC04') }}

)

select * from final
