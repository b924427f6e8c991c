with

lines as (

    select * from {{ ref('stg_budget') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        lines.year,
        lines.quarter,
        lines.unit_code,
        lines.line_code,
        lines.annual_budget_yuan,
        lines.spent_yuan
    from lines
    inner join run on {{ period_from_label('quarter', 3, 'lines.quarter') }} <= run.as_of

)

select * from final
