with

source as (

    select * from {{ source('raw', 'chart_rebase') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        indicator_id,
        area_code,
        decided_by_unit_code,

        -- attributes
        reason,

        -- dates
        from_on,
        decided_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
