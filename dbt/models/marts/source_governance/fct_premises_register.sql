with

premises as (

    select * from {{ ref('stg_premises_register') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

known as (

    select
        premises.*,
        {{ holds_on('premises', 'run.as_of') }} as is_current,
        -- its last day on the register, so far
        least(run.as_of, {{ open_end('premises.valid_to') }} - 1) as placed_on
    from premises
    inner join run on premises.valid_from <= run.as_of

),

final as (

    select
        known.premises_id,
        known.sector_code,
        spans.town_code,
        known.valid_from,
        known.valid_to,
        known.is_current
    from known
    left join spans
        on
            known.area_code = spans.area_code
            and {{ holds_on('spans', 'known.placed_on') }}

)

select * from final
