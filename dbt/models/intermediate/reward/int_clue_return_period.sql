with

final as (

    {{ subject_period_sums(
        ref('int_clue_return_month'),
        ['received_count', 'transferred_count', 'concluded_count', 'filed_count']
    ) }}

)

select * from final
