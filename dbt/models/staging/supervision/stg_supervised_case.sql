with

source as (

    select * from {{ source('raw', 'supervised_case') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        listed_id,
        area_code,

        -- attributes
        has_lead_office,

        -- dates
        listed_on,
        due_on,
        closed_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
