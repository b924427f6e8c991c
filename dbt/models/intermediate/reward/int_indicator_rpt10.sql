with

cohorts as (

    select * from {{ ref('int_clue_month') }}
    where indicator_id = 'RPT10'

),

sums as (

    {{ subject_period_sums('cohorts', ['met_count', 'item_count']) }}

),

final as (

    select {{ share_figure(
        'RPT10', 'met_count', 'item_count', 'period_to + ' ~ indicator_limit('RPT10')
    ) }}
    from sums

)

select * from final
