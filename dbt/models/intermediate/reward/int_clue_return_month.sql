with

returns as (

    select
        *,
        {{ period_from_label('month', 1, 'month') }} as month_on
    from {{ ref('stg_clue_month') }}
    where breakdown = 'total'

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

spans as (

    select * from {{ ref('int_unit_span') }}

),

-- a return belongs where its unit lay when the month began
final as (

    select
        returns.month_on,
        returns.unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        returns.received_count,
        returns.transferred_count,
        returns.concluded_count,
        returns.filed_count
    from returns
    inner join run on returns.month_on <= run.as_of
    left join spans
        on
            returns.unit_code = spans.unit_code
            and {{ holds_on('spans', 'returns.month_on') }}

)

select * from final
