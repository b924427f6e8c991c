with

source as (

    select * from {{ source('raw', 'village_decision') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        decision_id,
        area_code,

        -- measures
        eligible_count,
        attended_count,
        approved_count,

        -- dates
        proposed_on,
        deliberated_on,
        reviewed_on,
        resolved_on,
        resolution_published_on,
        result_published_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
