"""Questions in words with statements that answer them from the open outlet of any snapshot."""

from dataclasses import dataclass

from data_contracts.model import Text


@dataclass(frozen=True, slots=True)
class Example:
    """A question and its statement; `key` tells it apart."""

    key: str
    question: Text
    statement: str


EXAMPLES = (
    Example(
        "overdue",
        Text("哪些单位超期最多？", "Which units have most overdue?"),
        """SELECT
    u.name,
    sum(o.overdue_count) AS overdue_count,
    max(o.longest_overdue_days) AS longest_overdue_days
FROM mart_overdue AS o
JOIN dim_unit AS u ON u.unit_code = o.unit_code AND u.is_current
GROUP BY u.name
HAVING sum(o.overdue_count) > 0
ORDER BY overdue_count DESC, u.name
LIMIT 20""",
    ),
    Example(
        "course",
        Text(
            "本地督导反馈问题按期整改率逐月怎样？",
            "How did findings mended in time go here, month by month?",
        ),
        """SELECT period, value, interval_low, interval_high, sample_count, status
FROM mart_indicator_value
WHERE indicator_id = 'SUP02'
    AND subject_kind = 'area'
    AND subject_code = (SELECT home_area_code FROM snapshot)
    AND period_kind = 'month'
ORDER BY period""",
    ),
    Example(
        "areas",
        Text(
            "各辖区最近一个季度的热线三率得分各是多少？",
            "What did each area score for its hotline in the last quarter?",
        ),
        """SELECT a.name, v.period, v.value, v.interval_low, v.interval_high
FROM mart_indicator_value AS v
JOIN dim_area AS a ON a.area_code = v.subject_code AND a.is_current
WHERE v.indicator_id = 'EVA06'
    AND v.subject_kind = 'area'
    AND v.period_kind = 'quarter'
    AND v.value IS NOT NULL
QUALIFY v.period = max(v.period) OVER ()
ORDER BY v.value DESC, a.name""",
    ),
    Example(
        "sectors",
        Text(
            "各行业发现了多少问题，超期未整改的有多少？",
            "How many issues were found in each sector, and how many are overdue?",
        ),
        """SELECT
    s.name_cn,
    count(*) AS issue_count,
    count(*) FILTER (WHERE i.is_closed) AS closed_count,
    count(*) FILTER (WHERE i.is_overdue) AS overdue_count
FROM fct_sector_issue AS i
JOIN dim_sector AS s ON s.sector_code = i.sector_code
GROUP BY s.name_cn
ORDER BY issue_count DESC, s.name_cn""",
    ),
    Example(
        "faults",
        Text("哪些登记簿有错的行最多？", "Which registers have most faulty rows?"),
        """SELECT contract, read_count, quarantined_count, quarantined_share, newest_on, is_stale
FROM mart_register_state
WHERE quarantined_count > 0
ORDER BY quarantined_share DESC, contract""",
    ),
)
