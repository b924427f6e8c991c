with

source as (

    select * from {{ source('raw', 'sector_issue') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        issue_id,
        premises_id,
        sector_code,
        area_code,
        unit_code,

        -- attributes
        kind,
        found_by,

        -- dates
        found_on,
        due_on,
        verified_closed_on,
        reopened_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
