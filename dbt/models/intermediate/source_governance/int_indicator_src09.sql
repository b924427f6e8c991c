with

cohorts as (

    select * from {{ ref('int_sector_cohort_month') }}
    where indicator_id = 'SRC09'

),

sums as (

    {{ subject_period_sums('cohorts', ['met_count', 'item_count']) }}

),

final as (

    select {{ share_figure('SRC09', 'met_count', 'item_count') }}
    from sums

)

select * from final
