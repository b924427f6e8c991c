{{ config(materialized='view') }}

with

final as (

    {{ scorecard_figures(
        ref('open_mart_indicator_value'),
        "coalesce(publish_reason in ('small_count', 'not_released', 'office_only'), false)"
    ) }}

)

select * from final
