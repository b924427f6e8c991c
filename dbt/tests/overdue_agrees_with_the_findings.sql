-- A returned row is a unit whose overdue findings are counted differently in mart_overdue than row
-- by row in fct_supervision_finding.
with

counted as (

    select
        unit_code,
        count(*) filter (where not is_closed) as open_count,
        count(*) filter (where is_overdue) as overdue_count,
        max(overdue_days) as longest_overdue_days
    from {{ ref('fct_supervision_finding') }}
    group by unit_code
    having count(*) filter (where not is_closed) > 0

),

published as (

    select * from {{ ref('mart_overdue') }}
    where contract = 'supervision_finding'

)

select
    counted.*,
    published.open_count as published_open_count,
    published.overdue_count as published_overdue_count
from counted
full outer join published on counted.unit_code = published.unit_code
where
    counted.open_count is distinct from published.open_count
    or counted.overdue_count is distinct from published.overdue_count
    or counted.longest_overdue_days is distinct from published.longest_overdue_days
