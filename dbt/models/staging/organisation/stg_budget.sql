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

        -- amounts, exact to the fen so that sums do not depend on their order
        cast(annual_budget_yuan as decimal(18, 2)) as annual_budget_yuan,
        cast(spent_yuan as decimal(18, 2)) as spent_yuan,

        -- timestamps
        updated_at

    from source

)

select * from renamed
