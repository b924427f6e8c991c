with

units as (

    select * from {{ ref('stg_unit') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

sectors as (

    select
        unit_code,
        {{ sorted_list('sector_code') }} as sector_codes
    from {{ ref('stg_unit_sector') }}
    group by unit_code

),

joined as (

    select
        units.*,
        {{ holds_on('units', 'run.as_of') }} as is_current,
        coalesce(sectors.sector_codes, {{ empty_list() }}) as sector_codes
    from units
    cross join run
    left join sectors on units.unit_code = sectors.unit_code

),

final as (

    select
        unit_code,
        valid_from,
        valid_to,
        is_current,
        name,
        kind,
        area_code,
        sector_codes
    from joined

)

select * from final
