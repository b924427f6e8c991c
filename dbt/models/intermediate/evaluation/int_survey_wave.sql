{{ config(materialized='view') }}

with

waves as (

    select * from {{ ref('stg_survey_wave') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        waves.wave_id,
        waves.series,
        waves.fielded_from,
        waves.fielded_to,
        {{ period_column('half_year', 'waves.fielded_to') }},
        lag(waves.wave_id) over (
            partition by waves.series order by waves.fielded_to, waves.wave_id
        ) as previous_wave_id
    from waves
    cross join run
    where waves.fielded_to <= run.as_of

)

select * from final
