with

final as (

    select
        sector_code,
        name_cn,
        name_en
    from {{ ref('stg_sector') }}

)

select * from final
