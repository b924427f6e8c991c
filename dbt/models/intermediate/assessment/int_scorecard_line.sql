with

final as (

    {{ scorecard_lines(ref('int_scorecard_figure')) }}

)

select * from final
