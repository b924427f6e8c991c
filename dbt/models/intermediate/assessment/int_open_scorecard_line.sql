with

final as (

    {{ scorecard_lines(ref('int_open_scorecard_figure')) }}

)

select * from final
