-- A returned row is an area or a unit of which two rows hold on the same day: everything in it
-- would be counted twice. The remedy is in the reference table: end the earlier row (valid_to) on
-- the day on which the next begins.
with

validity as (

    select
        'area' as contract,
        area_code as code,
        valid_from,
        valid_to
    from {{ ref('stg_area') }}

    union all

    select
        'unit' as contract,
        unit_code as code,
        valid_from,
        valid_to
    from {{ ref('stg_unit') }}

),

followed as (

    select
        *,
        lead(valid_from) over (partition by contract, code order by valid_from) as next_from
    from validity

)

select * from followed
where next_from < {{ open_end('valid_to') }}
