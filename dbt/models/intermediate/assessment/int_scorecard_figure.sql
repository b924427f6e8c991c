{{ config(materialized='view') }}

with

final as (

    {{ scorecard_figures(ref('mart_indicator_value'), 'false') }}

)

select * from final
