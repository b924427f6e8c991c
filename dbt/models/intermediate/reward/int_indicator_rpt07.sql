with

cohorts as (

    select * from {{ ref('int_clue_month') }}
    where indicator_id = 'RPT07'

),

sums as (

    {{ subject_period_sums('cohorts', ['met_count', 'item_count']) }}

),

final as (

    select {{ share_figure(
        'RPT07', 'met_count', 'item_count', 'period_to + ' ~ indicator_limit('RPT07', 'follow_up_days')
    ) }}
    from sums

)

select * from final
