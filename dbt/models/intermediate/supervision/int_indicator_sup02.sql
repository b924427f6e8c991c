with

sums as (

    {{ subject_period_sums(
        ref('int_supervision_finding_month'), ['on_time_count', 'due_count']
    ) }}

),

final as (

    select {{ share_figure('SUP02', 'on_time_count', 'due_count') }}
    from sums

)

select * from final
