with

trainings as (

    select * from {{ ref('stg_training') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        trainings.event_id,
        trainings.unit_code,
        trainings.held_on,
        trainings.required_count,
        trainings.passed_count,
        trainings.hours
    from trainings
    inner join run on trainings.held_on <= run.as_of

)

select * from final
