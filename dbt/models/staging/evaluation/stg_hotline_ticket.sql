with

source as (

    select * from {{ source('raw', 'hotline_ticket') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        ticket_id,
        area_code,
        unit_code,
        sector_code,

        -- attributes
        class,
        is_contacted_in_24h,
        is_solved,
        is_satisfied,
        is_excluded,
        rework_count,

        -- dates
        created_on,
        due_on,
        closed_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
