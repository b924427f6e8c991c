with

source as (

    select * from {{ source('raw', 'supervision_finding') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        finding_id,
        unit_code,

        -- attributes
        kind,

        -- dates
        found_on,
        due_on,
        verified_closed_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
