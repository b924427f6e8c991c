{{ config(materialized='view') }}

with

events as (

    select * from {{ ref('stg_opinion_event') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        events.event_id,
        events.area_code,
        events.unit_code,
        events.occurred_at,
        cast(events.occurred_at as date) as occurred_on,
        coalesce(events.limit_hours, {{ indicator_limit('ORG05') }}) as limit_hours,
        run.as_of,
        case
            when cast(events.responded_at as date) <= run.as_of then events.responded_at
        end as responded_at
    from events
    cross join run
    where cast(events.occurred_at as date) <= run.as_of

),

due as (

    select
        *,
        {{ hours_after('occurred_at', 'limit_hours') }} as due_at
    from known

),

dated as (

    select
        *,
        cast(due_at as date) as due_on
    from due

),

final as (

    select
        *,
        case
            when responded_at is not null then responded_at <= due_at
            when due_on <= as_of then false
        end as is_on_time
    from dated

)

select * from final
