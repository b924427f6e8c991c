with

source as (

    select * from {{ source('raw', 'opinion_event') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        event_id,
        area_code,
        unit_code,

        -- attributes
        limit_hours,

        -- timestamps
        occurred_at,
        responded_at,
        updated_at

    from source

)

select * from renamed
