-- A returned row is an item of a wave whose answers stand in the code book with different
-- indicators, scales or wordings: no figure could say which it is of. The remedy is in the table
-- survey_item: make them the same in all rows of the item.
select
    wave_id,
    item_code
from {{ ref('stg_survey_item') }}
group by wave_id, item_code
having
    count(distinct coalesce(indicator_id, '')) > 1
    or count(distinct scale_points) > 1
    or count(distinct wording_version) > 1
