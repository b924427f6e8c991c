"""The language of own indicators: what is let through, as what SQL, and what is refused."""

import duckdb
import pytest

from data_contracts import condition
from data_contracts.loader import mart_contracts

FINDINGS = mart_contracts()["fct_supervision_finding"]
ROWS = """
    SELECT * FROM (VALUES
        ('a', 'joint', DATE '2026-01-31', true, 0, DATE '2026-01-01'),
        ('b', 'special', DATE '2026-02-01', false, 7, NULL),
        ('c', 'case', DATE '2026-03-01', NULL, NULL, DATE '2026-03-02')
    ) AS rows (finding_id, kind, due_on, is_on_time, overdue_days, verified_closed_on)
"""


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("is_on_time", "a"),
        ("not is_on_time", "b"),
        ("is_on_time = false", "b"),
        ("kind = 'joint'", "a"),
        ("kind <> 'joint'", "bc"),
        ("kind in ('joint', 'case')", "ac"),
        ("kind not in ('joint', 'case')", "b"),
        ("overdue_days > 0", "b"),
        ("overdue_days >= 0 and overdue_days < 7", "a"),
        ("overdue_days <= -1", ""),
        ("overdue_days in (0, 7.0)", "ab"),
        ("due_on >= '2026-02-01'", "bc"),
        ("verified_closed_on is null", "b"),
        ("verified_closed_on is not null", "ac"),
        ("verified_closed_on > due_on", "c"),
        ("not (kind = 'joint' or kind = 'case')", "b"),
        ("kind = 'joint' or kind = 'case' and overdue_days = 9", "a"),
        ("(kind = 'joint' or kind = 'special') and due_on = '2026-02-01'", "b"),
        ("\"kind\" = 'joint' -- or true", "a"),
        ("finding_id = 'it''s'", ""),
    ],
)
def test_compiled__picks_the_rows_that_it_says(text: str, met: str) -> None:
    where = condition.compiled(text, FINDINGS)
    found = duckdb.execute(f"SELECT finding_id FROM ({ROWS}) WHERE {where} ORDER BY 1").fetchall()
    assert "".join(name for (name,) in found) == met


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "exactly one"),
        ("is_on_time; drop table run", "exactly one"),
        ("is_on_time and", "breaks off at 'is_on_time and'"),
        ("kind = 'joint", "breaks off"),
        ("kind in (select 1)", "SELECT 1"),
        ("kind in ('joint', (select 'case'))", "SELECT 'case'"),
        ("exists (select 1)", "EXISTS"),
        ("select 1", "SELECT 1"),
        ("count(*) > 1", "COUNT(*)"),
        ("length(finding_id) > 1", "LENGTH"),
        ("due_on < current_date", "CURRENT_DATE"),
        ("read_csv('/etc/passwd')", "READ_CSV"),
        ("kind like 'j%'", "LIKE"),
        ("overdue_days between 1 and 2", "BETWEEN"),
        ("overdue_days + 1 > 2", "overdue_days + 1"),
        ("case when is_on_time then true end", "CASE"),
        ("true", "TRUE"),
        ("1 = 1", "1 = 1"),
        ("7 = overdue_days", "7 = overdue_days"),
        ("kind = null", "is null"),
        ("is_on_time is true", "IS TRUE"),
        ("t.kind = 'joint'", "t.kind"),
        ("reporter = 'x'", "no column 'reporter'"),
        ("kind = 'weekly'", "no code 'weekly'; use one of joint, special, case"),
        ("kind = 1", "a text value"),
        ("kind < 'joint'", "no order"),
        ("kind", "a yes-or-no value"),
        ("is_on_time = 'yes'", "a yes-or-no value"),
        ("overdue_days = '7'", "a number value"),
        ("due_on > 20260101", "a date value"),
        ("due_on > '2026-02-30'", "no date"),
        ("due_on = kind", "'kind' stands where a date"),
        ("kind = 'joint' alias", "AS alias"),
        ("is_on_time or " * 40 + "is_on_time", "longer than 500"),
    ],
)
def test_compiled__refuses_what_is_not_of_the_language(text: str, place: str) -> None:
    with pytest.raises(condition.ConditionError) as caught:
        condition.compiled(text, FINDINGS)
    assert place in caught.value.en
    assert caught.value.cn.endswith("。")
    assert "\n" not in caught.value.cn + caught.value.en
