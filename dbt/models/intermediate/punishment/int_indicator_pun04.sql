{%- set sums = [
    ('passed_count', 'sum(items.passed_count)'),
    ('required_count', 'sum(items.required_count)'),
] -%}

with

trainings as (

    select * from {{ ref('stg_training') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select trainings.*
    from trainings
    inner join run on trainings.held_on <= run.as_of

),

months as (

    {{ unit_month_sums('known', 'held_on', sums) }}

),

sums as (

    {{ subject_period_sums('months', sums | map('first') | list, shortest='half_year') }}

),

final as (

    select {{ share_figure('PUN04', 'passed_count', 'required_count') }}
    from sums

)

select * from final
