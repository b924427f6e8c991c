with

source as (

    select * from {{ source('raw', 'grid_event') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        event_id,
        area_code,
        grid_code,

        -- attributes
        kind,

        -- dates
        reported_on,
        due_on,
        closed_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
