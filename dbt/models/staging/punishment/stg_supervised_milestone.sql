with

source as (

    select * from {{ source('raw', 'supervised_milestone') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        milestone_id,
        area_code,

        -- attributes
        kind,

        -- dates
        listed_on,
        due_on,
        met_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
