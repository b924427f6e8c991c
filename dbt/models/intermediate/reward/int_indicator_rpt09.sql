with

sums as (

    {{ subject_period_sums(
        ref('int_clue_spot_check_month'), ['problem_count', 'sampled_count'], shortest='quarter'
    ) }}

),

final as (

    select {{ share_figure('RPT09', 'problem_count', 'sampled_count') }}
    from sums

)

select * from final
