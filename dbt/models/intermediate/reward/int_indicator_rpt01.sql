with

sums as (

    select * from {{ ref('int_clue_return_period') }}

),

final as (

    select {{ count_figure('RPT01', 'received_count') }}
    from sums

)

select * from final
