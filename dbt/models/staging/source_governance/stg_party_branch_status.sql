with

source as (

    select * from {{ source('raw', 'party_branch_status') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        branch_code,
        area_code,

        -- attributes
        half_year,
        is_listed,
        has_measures,
        is_observation_passed,
        is_certified,

        -- dates
        listed_on,
        deadline_on,
        turned_round_on,
        observation_end_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
