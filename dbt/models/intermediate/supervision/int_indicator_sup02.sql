with

sums as (

    {{ subject_period_sums(
        ref('int_supervision_finding_month'), ['on_time_count', 'due_count']
    ) }}

),

final as (

    select
        'SUP02' as indicator_id,
        subject_kind,
        subject_code,
        period_kind,
        period,
        period_from,
        period_to,
        on_time_count as numerator,
        due_count as denominator,
        {{ share_columns('on_time_count', 'due_count') }},
        'wilson' as interval_method,
        true as has_base
    from sums

)

select * from final
