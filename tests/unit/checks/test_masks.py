"""What of a faulty cell may be kept: its shape, and nothing that could name anyone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.checks.laid_out import case, judged

CJK = re.compile(r"[\u3400-\u9fff]")
PERSONAL = [
    "张三",
    "张三13800138000",
    "138-0013-8000",
    "138 0013 8000",
    "１３８００１３８０００",
    "11010519491231002X",
    "乌审旗图克镇12号",
    "zhang.san@example.org",
    "2026-09-01 08:15 张三",
    "2026-09-01 08:15 13800138000",
    "2026-09-01 08:15:00 联系人李四 13912345678",
    "2026-09-01\n张三",
    "1380",
]
FREE = ["found_on", "closed_on", "rework_count", "share", "updated_at", "kind", "area_code"]
"""Columns in which free text is at fault, so that it goes to quarantine."""


def masked(column: str, cell: str) -> str | None:
    [shown] = masks(cell, [column]).values()
    return shown


def masks(cell: str, columns: list[str]) -> dict[str, str | None]:
    """What is kept of `cell` in each column in which it is at fault."""
    written = [case(**{"case_id": f"C{n}", column: cell}) for n, column in enumerate(columns)]
    found = judged(*written).faults
    return {column: shown for row, column, _, shown in found.rows() if column == columns[row - 2]}


def gives_away(cell: str, shown: str) -> list[str]:
    """Runs of five digits or more, Chinese characters and words that survived the mask."""
    runs = [run for run in re.findall(r"\d{5,}", cell) if run in shown]
    letters = [run for run in re.findall(r"[A-Za-z]{3,}", cell) if run in shown]
    return runs + letters + [sign for sign in CJK.findall(shown) if sign != "某"]


@pytest.mark.parametrize("cell", PERSONAL)
def test_mask__gives_nobody_away(cell: str) -> None:
    for shown in masks(cell, FREE).values():
        assert shown is not None
        assert gives_away(cell, shown) == []


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(
    name=st.sampled_from(["张三", "欧阳娜娜", "Zhang San"]),
    number=st.sampled_from(["13800138000", "11010519491231002X", "0477-7581234"]),
    before=st.sampled_from(["", "2026-09-01 ", "2026-09-01 08:15 ", "2026-9-1 08:15:30", "12.5 "]),
    between=st.sampled_from(["", " ", "：", "\n", "/"]),
)
def test_mask__gives_nobody_away_beside_a_date(
    name: str, number: str, before: str, between: str
) -> None:
    cell = f"{before}{name}{between}{number}"
    shown = masked("found_on", cell)
    assert shown is not None
    assert gives_away(cell, shown) == []
    assert number not in shown


@pytest.mark.parametrize(
    ("column", "cell", "shown"),
    [
        ("found_on", "2026-02-30", "2026-02-30"),
        ("found_on", "2026-02-30 08:15", "2026-02-30 08:15"),
        ("rework_count", "100", "100"),
        ("rework_count", "-1", "-1"),
        ("share", "1.5", "1.5"),
        ("kind", "表彰ab12", "某某xx##"),
        ("area_code", "150626999", "#########"),
        ("found_on", "1999年13月", "####某##某"),
    ],
)
def test_mask__keeps_dates_and_small_numbers_and_else_the_shape(
    column: str, cell: str, shown: str
) -> None:
    assert masked(column, cell) == shown


def test_mask__long_text_is_cut() -> None:
    assert masked("kind", "长" * 500) == "某" * 40


def test_mask__empty_cell_has_none() -> None:
    found = judged(case(found_on=None)).faults
    assert found["masked"].to_list() == [None]
