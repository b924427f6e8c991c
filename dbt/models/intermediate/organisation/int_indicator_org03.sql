with

run as (

    select as_of from {{ source('raw', 'run') }}

),

-- exact to the fen, so that no sum depends on the order of its rows
lines as (

    select
        unit_code,
        line_code,
        cast(annual_budget_yuan as decimal(18, 2)) as annual_budget_yuan,
        cast(spent_yuan as decimal(18, 2)) as spent_yuan,
        {{ period_from_label('quarter', 3, 'quarter') }} as quarter_on,
        {{ period_from_label('year', 12, 'quarter') }} as year_on
    from {{ ref('stg_budget') }}

),

quarters as (

    select distinct
        {{ period_start(12, 'months.period_from') }} as year_on,
        months.period_from as quarter_on,
        least(months.period_to, run.as_of) as ends_on
    from {{ ref('int_period_month') }} as months
    cross join run
    where months.period_kind = 'quarter'

),

-- what a line has spent since the year began, against its budget as it stood last
to_date as (

    select
        quarters.ends_on,
        lines.unit_code,
        lines.line_code,
        sum(lines.spent_yuan) as spent_yuan,
        {{ latest_value('lines.annual_budget_yuan', 'lines.quarter_on') }} as annual_budget_yuan
    from lines
    inner join quarters
        on
            lines.year_on = quarters.year_on
            and lines.quarter_on <= quarters.quarter_on
    group by quarters.ends_on, lines.unit_code, lines.line_code

),

months as (

    {{ unit_month_sums('to_date', 'ends_on', [
        ('spent_yuan', 'sum(items.spent_yuan)'),
        ('annual_budget_yuan', 'sum(items.annual_budget_yuan)'),
        ('line_count', 'count(*)'),
    ]) }}

),

stock as (

    {{ subject_period_stock(
        'months', ['spent_yuan', 'annual_budget_yuan', 'line_count'], shortest='quarter'
    ) }}

),

final as (

    select {{ amount_share_figure('ORG03', 'spent_yuan', 'annual_budget_yuan', 'line_count') }}
    from stock

)

select * from final
