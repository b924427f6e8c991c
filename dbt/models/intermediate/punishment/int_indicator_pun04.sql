with

trainings as (

    select * from {{ ref('stg_training') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

spans as (

    select * from {{ ref('int_unit_span') }}

),

known as (

    select
        {{ month_of('trainings.held_on') }} as month_on,
        trainings.unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        trainings.passed_count,
        trainings.required_count
    from trainings
    inner join run on trainings.held_on <= run.as_of
    left join spans
        on
            trainings.unit_code = spans.unit_code
            and {{ holds_on('spans', 'trainings.held_on') }}

),

sums as (

    {{ subject_period_sums('known', ['passed_count', 'required_count'], shortest='half_year') }}

),

final as (

    select {{ share_figure('PUN04', 'passed_count', 'required_count') }}
    from sums

)

select * from final
