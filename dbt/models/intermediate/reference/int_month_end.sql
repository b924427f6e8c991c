{{ config(materialized='view') }}

with

months as (

    select distinct month_on from {{ ref('int_period_month') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        months.month_on,
        -- the running month ends, for what is known, on the cut-off
        least({{ period_end(1, 'months.month_on') }}, run.as_of) as ends_on
    from months
    cross join run

)

select * from final
