with

source as (

    select * from {{ source('raw', 'calendar_day') }}
    where known_until_at is null

),

renamed as (

    select
        -- dates
        day,

        -- attributes
        is_workday,
        basis

    from source

)

select * from renamed
