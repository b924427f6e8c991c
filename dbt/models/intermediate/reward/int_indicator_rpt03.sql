with

cohorts as (

    select * from {{ ref('int_clue_month') }}
    where indicator_id = 'RPT03'

),

sums as (

    {{ subject_period_sums('cohorts', ['met_count', 'item_count']) }}

),

final as (

    select {{ share_figure('RPT03', 'met_count', 'item_count') }}
    from sums

)

select * from final
