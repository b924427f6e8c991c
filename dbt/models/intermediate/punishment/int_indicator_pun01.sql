with

sums as (

    select * from {{ ref('int_case_stage_period') }}

),

-- stages are not added up: a case would count once in each
final as (

    select {{ count_figure('PUN01', 'case_filed_count') }}
    from sums

)

select * from final
