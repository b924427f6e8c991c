with

units as (

    select
        unit_code,
        area_code,
        valid_from,
        {{ open_end('valid_to') }} as valid_to
    from {{ ref('stg_unit') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

final as (

    select
        units.unit_code,
        units.area_code,
        greatest(units.valid_from, spans.valid_from) as valid_from,
        least(units.valid_to, spans.valid_to) as valid_to
    from units
    inner join spans
        on
            units.area_code = spans.area_code
            and units.valid_from < spans.valid_to
            and units.valid_to > spans.valid_from

)

select * from final
