with

meetings as (

    select * from {{ ref('stg_meeting') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        meetings.meeting_id,
        meetings.unit_code,
        meetings.topic_code,
        meetings.held_on,
        meetings.required_count
    from meetings
    inner join run on meetings.held_on <= run.as_of

)

select * from final
