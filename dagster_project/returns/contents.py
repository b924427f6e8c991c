"""What stands in each return: queries on the office outlet, a table a file."""

from collections.abc import Mapping
from typing import Final

from data_contracts.loader import mart_contracts, source_contracts
from data_contracts.returns import Kind

COUNTS = ("received_count", "transferred_count", "concluded_count", "filed_count")
SUMS = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in COUNTS)
BREAKDOWNS = {"total": "'total'", "sector": "sector_code", "channel": "channel"}
FOUR_COUNTS = " UNION ALL ".join(
    f"SELECT month, unit_code, '{name}' AS breakdown, {code} AS breakdown_code, {SUMS} "
    f"FROM agg_clue_month WHERE month = '{{period}}' GROUP BY ALL"
    for name, code in BREAKDOWNS.items()
)
"""The register clue_month itself, so that the office above reads it by a mapping of three lines."""
FIGURES = """
SELECT figure.*, name_cn AS indicator_name
FROM mart_indicator_value AS figure
INNER JOIN dim_indicator USING (indicator_id)
WHERE period = '{period}' AND period_kind = 'half_year'
"""
BRANCHES = "SELECT * FROM fct_party_branch_status WHERE half_year = '{period}'"
SCORES = "SELECT * FROM mart_scorecard WHERE period = '{period}'"
LINES = "SELECT * FROM mart_scorecard_line WHERE period = '{period}'"
TABLES: Final[Mapping[Kind, Mapping[str, tuple[str, str]]]] = {
    Kind.MONTHLY: {"四项月报": ("clue_month", FOUR_COUNTS)},
    Kind.QUARTERLY: {"总表": ("mart_scorecard", SCORES), "明细": ("mart_scorecard_line", LINES)},
    Kind.HALF_YEARLY: {
        "半年指标": ("mart_indicator_value", FIGURES),
        "党组织状况": ("fct_party_branch_status", BRANCHES),
    },
    Kind.YEARLY: {"总表": ("mart_scorecard", SCORES), "明细": ("mart_scorecard_line", LINES)},
}
"""By kind: file, the contract that names its columns, and the query."""


def statement(sql: str, period: str) -> str:
    """The query for one period, its rows always in one order."""
    return f"FROM ({sql.format(period=period)}) ORDER BY ALL"


def headers(contract: str, columns: list[str]) -> dict[str, str]:
    """The Chinese label of each column that the contract knows."""
    known = (source_contracts() | mart_contracts())[contract].columns
    labels = {column.name: column.label.cn for column in known}
    return {name: labels[name] for name in columns if name in labels}
