with

checks as (

    select
        *,
        {{ period_from_label('quarter', 3, 'quarter') }} as month_on
    from {{ ref('stg_clue_spot_check') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

spans as (

    select * from {{ ref('int_unit_span') }}

),

-- a check counts with the first month of its quarter and belongs where its unit lay as that began
final as (

    select
        checks.month_on,
        checks.unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        checks.sampled_count,
        checks.problem_count
    from checks
    inner join run on checks.month_on <= run.as_of
    left join spans
        on
            checks.unit_code = spans.unit_code
            and {{ holds_on('spans', 'checks.month_on') }}

)

select * from final
