{{ config(materialized='view') }}

with

disclosures as (

    select * from {{ ref('stg_disclosure') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

-- what falls due later is a plan, and known as such
known as (

    select
        disclosures.disclosure_id,
        disclosures.area_code,
        disclosures.kind,
        disclosures.due_on,
        run.as_of,
        {{ happened_by('run.as_of', 'disclosures.published_on') }} as published_on
    from disclosures
    cross join run

),

final as (

    select
        *,
        published_on is not null as is_published,
        {{ on_time('published_on', 'due_on', 'as_of') }} as is_on_time,
        {{ overdue_days('published_on', 'due_on', 'as_of') }} as overdue_days
    from known

)

select * from final
