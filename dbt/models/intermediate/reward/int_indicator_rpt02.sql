with

cohorts as (

    select * from {{ ref('int_clue_month') }}
    where indicator_id = 'RPT02'

),

sums as (

    {{ subject_period_sums('cohorts', ['met_count', 'item_count']) }}

),

deadlines as (

    select * from {{ ref('int_transfer_deadline') }}

),

dated as (

    select
        sums.*,
        -- a calendar that ends before the period does knows no deadline
        coalesce(deadlines.deadline_on, sums.period_to) as last_deadline_on
    from sums
    left join deadlines on sums.period_to = deadlines.received_on

),

final as (

    select {{ share_figure('RPT02', 'met_count', 'item_count', 'last_deadline_on') }}
    from dated

)

select * from final
