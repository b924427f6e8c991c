"""Charts of results: what is suggested, and that nothing in a cell counts as markup."""

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest

from dashboards import result_chart
from dashboards.result_chart import MOST_BARS, Kind, Plan


@pytest.mark.parametrize(
    ("columns", "plan"),
    [
        ({"name": ["a", "b"], "n": [1, 2]}, Plan("name", ("n",), Kind.BAR)),
        ({"n": [1, 2], "day": [date(2026, 1, 1), None]}, Plan("day", ("n",), Kind.LINE)),
        ({"id": ["A1"], "period": ["2026-01"], "v": [1.5]}, Plan("period", ("v",), Kind.LINE)),
        ({"p": ["2026-Q1", "2026-H1", "2026"], "v": [1, 2, 3]}, Plan("p", ("v",), Kind.LINE)),
        ({"a": [1, 2], "b": [0.5, 0.7]}, Plan("a", ("b",), Kind.DOTS)),
        ({"alone": [1, 2]}, Plan("alone", ("alone",), Kind.DOTS)),
        ({"name": ["a"], "n": [Decimal(3)]}, Plan("name", ("n",), Kind.BAR)),
        ({"name": ["a"], "word": ["b"]}, None),
        ({"n": []}, None),
    ],
)
def test_suggestion__follows_the_types(columns: dict[str, list[object]], plan: Plan | None) -> None:
    assert result_chart.suggestion(pl.DataFrame(columns)) == plan


def test_chart__draws_the_rows_in_their_order_and_no_more_than_it_can() -> None:
    rows = MOST_BARS + 5
    frame = pl.DataFrame({"name": [f"n{i}" for i in range(rows)], "n": list(range(rows))})
    figure = result_chart.draw(frame, Plan("name", ("n",), Kind.BAR), {}, is_demo=False)
    [bars] = figure.data
    assert list(bars.x) == [f"n{i}" for i in range(MOST_BARS)]
    assert list(bars.y) == list(range(MOST_BARS))


def test_chart__says_that_it_is_a_demonstration() -> None:
    frame = pl.DataFrame({"name": ["a"], "n": [1]})
    plan = Plan("name", ("n",), Kind.BAR)
    assert "演示数据" in result_chart.draw(frame, plan, {}, is_demo=True).to_json()
    assert "演示数据" not in result_chart.draw(frame, plan, {}, is_demo=False).to_json()


def test_chart__takes_nothing_in_a_cell_or_name_for_markup() -> None:
    hostile = '<a href="http://evil.example">x</a>'
    frame = pl.DataFrame({hostile: [hostile, None], "<b>n</b>": [1, 2], "m": [3, 4]})
    for kind in Kind:
        plan = Plan(hostile, ("<b>n</b>", "m"), kind)
        said = result_chart.draw(frame, plan, {}, is_demo=False).to_json()
        assert "\\u003ca" not in said
        assert "<a" not in said
        assert "<b>n" not in said
        assert "&lt;a href" in said


def test_chart__tells_series_apart_by_more_than_colour() -> None:
    frame = pl.DataFrame({"d": [date(2026, 1, 1)], "a": [1], "b": [2]})
    lines = result_chart.draw(frame, Plan("d", ("a", "b"), Kind.LINE), {}, is_demo=False).data
    assert len({(one.line.dash, one.marker.symbol) for one in lines}) == 2
    bars = result_chart.draw(frame, Plan("d", ("a", "b"), Kind.BAR), {}, is_demo=False).data
    assert len({one.marker.pattern.shape for one in bars}) == 2
    assert all(one.marker.pattern.fillmode == "overlay" for one in bars), "white bars"


def test_chart__has_times_of_beijing() -> None:
    utc = pl.Series("t", [datetime(2026, 1, 1, 20)]).dt.replace_time_zone("UTC")
    figure = result_chart.draw(
        pl.DataFrame({"t": utc, "n": [1]}), Plan("t", ("n",), Kind.DOTS), {}, is_demo=False
    )
    assert "2026-01-02T04:00:00" in figure.to_json()
