with

source as (

    select * from {{ source('raw', 'budget') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        year,
        quarter,
        unit_code,
        line_code,

        -- amounts
        annual_budget_yuan,
        spent_yuan,

        -- timestamps
        updated_at

    from source

)

select * from renamed
