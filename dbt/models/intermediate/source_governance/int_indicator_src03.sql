with

cohorts as (

    select * from {{ ref('int_sector_cohort_month') }}
    where indicator_id = 'SRC03'

),

sums as (

    {{ subject_period_sums('cohorts', ['met_count', 'item_count']) }}

),

final as (

    select {{ share_figure(
        'SRC03', 'met_count', 'item_count', 'period_to + ' ~ indicator_limit('SRC03', 'follow_up_days')
    ) }}
    from sums

)

select * from final
