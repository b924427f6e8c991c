with

stages as (

    select * from {{ ref('stg_case_stage_month') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        stages.month,
        stages.area_code,
        stages.stage,
        stages.case_count
    from stages
    inner join run on {{ period_begin('stages.month') }} <= run.as_of

)

select * from final
