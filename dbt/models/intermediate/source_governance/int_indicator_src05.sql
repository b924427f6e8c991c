with

cohorts as (

    select * from {{ ref('int_recommendation_letter_month') }}
    where indicator_id = 'SRC05'

),

sums as (

    {{ subject_period_sums('cohorts', ['met_count', 'letter_count']) }}

),

final as (

    select {{ share_figure('SRC05', 'met_count', 'letter_count') }}
    from sums

)

select * from final
