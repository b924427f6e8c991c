{#- What everyone sees of mart_scorecard_line: lines whose figure stands in what everyone sees of
    mart_indicator_value, and of the others their status alone. -#}
with

scored as (

    select * from {{ ref('int_open_scorecard_scored') }}

),

final as (

    select {{ scorecard_line_columns() }}
    from scored
    where part is null

)

select * from final
