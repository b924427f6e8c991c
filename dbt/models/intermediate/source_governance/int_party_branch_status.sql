{{ config(materialized='view') }}

with

statuses as (

    select
        *,
        {{ period_from_label('half_year', 6, 'half_year') }} as half_year_from
    from {{ ref('stg_party_branch_status') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

-- an observation has no result before it ends
known as (

    select
        statuses.branch_code,
        statuses.half_year,
        statuses.half_year_from,
        statuses.area_code,
        statuses.is_listed,
        statuses.listed_on,
        statuses.has_measures,
        statuses.deadline_on,
        statuses.observation_end_on,
        statuses.is_certified,
        run.as_of,
        {{ happened_by('run.as_of', 'statuses.turned_round_on') }} as turned_round_on,
        case
            when statuses.observation_end_on <= run.as_of then statuses.is_observation_passed
        end as is_observation_passed
    from statuses
    inner join run on statuses.half_year_from <= run.as_of

),

final as (

    select
        *,
        {{ on_time('turned_round_on', 'deadline_on', 'as_of') }} as is_on_time
    from known

)

select * from final
