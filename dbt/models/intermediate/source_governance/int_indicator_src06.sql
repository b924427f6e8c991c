with

stock as (

    {{ subject_period_stock(
        ref('int_letter_rectification_month'), ['verified_count', 'due_count']
    ) }}

),

final as (

    select {{ share_figure('SRC06', 'verified_count', 'due_count') }}
    from stock

)

select * from final
