with

stock as (

    {{ subject_period_stock(ref('int_clue_stock_month'), ['overdue_count', 'open_count']) }}

),

final as (

    select {{ share_figure('RPT05', 'overdue_count', 'open_count') }}
    from stock

)

select * from final
