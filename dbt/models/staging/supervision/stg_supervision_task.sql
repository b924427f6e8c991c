with

source as (

    select * from {{ source('raw', 'supervision_task') }}
    where known_until_at is null

),

renamed as (

    select
        -- ids
        task_id,
        unit_code,

        -- attributes
        kind,
        planned_year,

        -- dates
        completed_on,

        -- timestamps
        updated_at

    from source

)

select * from renamed
