with

final as (

    select
        snapshot_id,
        as_of,
        built_at,
        home_area_code,
        code_version,
        is_demo
    from {{ source('raw', 'run') }}

)

select * from final
