-- A returned row is a month whose received clues are counted differently in mart_reconciliation than
-- row by row in the register, or broken down into another number than their total.
with

counted as (

    select
        {{ period_column('month', 'received_on') }},
        count(*) as clue_count
    from {{ ref('int_clue') }}
    group by all

),

published as (

    select
        month,
        sum(computed_count) filter (where breakdown = 'total') as total_count,
        sum(computed_count) filter (where breakdown = 'sector') as sector_count,
        sum(computed_count) filter (where breakdown = 'channel') as channel_count
    from {{ ref('mart_reconciliation') }}
    where measure = 'received'
    group by month
    having sum(computed_count) > 0

)

select
    counted.month,
    counted.clue_count,
    published.total_count
from counted
full outer join published on counted.month = published.month
where
    counted.clue_count is distinct from published.total_count
    or published.sector_count is distinct from published.total_count
    or published.channel_count is distinct from published.total_count
