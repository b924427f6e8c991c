-- A returned row is a published survey estimate that is suppressed and yet there, not shown and
-- without a reason, outside its own interval, or whose flag is not that of its list.
select
    wave_id,
    area_code,
    item_code,
    publish_decision,
    publish_reason
from {{ ref('mart_survey_score') }}
where
    (
        publish_decision = 'suppress'
        and coalesce(
            mean_index, index_low, index_high, top_two_percent, top_two_low, top_two_high
        ) is not null
    )
    or (publish_decision = 'show') != (publish_reason is null)
    or (publish_decision != 'suppress' and top_two_percent is null)
    or top_two_percent not between top_two_low and top_two_high
    or mean_index not between index_low and index_high
    or is_flagged != (quality_flags != {{ empty_list() }})
