with

source as (

    select * from {{ source('raw', 'received_figure') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        indicator_id,
        area_code,

        -- attributes
        source_body,
        period,
        value,
        n,
        interval_low,
        interval_high,

        -- dates
        received_on

    from source

)

select * from renamed
