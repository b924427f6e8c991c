with

scored as (

    select * from {{ ref('int_scorecard_scored') }}

),

final as (

    select {{ scorecard_line_columns() }}
    from scored
    where part is null

)

select * from final
