with

sums as (

    select * from {{ ref('int_letter_issue_period') }}

),

final as (

    select {{ count_figure('SRC07', 'letter_count') }}
    from sums

)

select * from final
