"""Series on their charts: which chart, where a series begins, and what is not claimed."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from dagster_project.methods import trends

INDICATORS = pl.DataFrame(
    {
        "indicator_id": ["EVA06", "RPT12"],
        "frequency": ["month", "month"],
        "direction": ["up", "down"],
    }
)


def points(values: list[float], **other: Any) -> list[dict[str, Any]]:
    return [
        {
            "indicator_id": "EVA06",
            "subject_kind": "area",
            "subject_code": "T1",
            "period_kind": "month",
            "period": f"{2024 + number // 12}-{number % 12 + 1:02}",
            "period_from": date(2024 + number // 12, number % 12 + 1, 1),
            "period_to": date(2024 + number // 12, number % 12 + 1, 28),
            "value": value,
            "numerator": None,
            "denominator": None,
            "status": "ok",
            "is_series_break": False,
            "definition_version": 1,
        }
        | other
        for number, value in enumerate(values)
    ]


def charted(rows: list[dict[str, Any]], *rebases: tuple[str, str, date]) -> pl.DataFrame:
    numbers = {"value": pl.Float64, "numerator": pl.Float64, "denominator": pl.Float64}
    decided = pl.DataFrame(
        rebases,
        {"indicator_id": pl.String, "area_code": pl.String, "from_on": pl.Date},
        orient="row",
    )
    return trends.signals(pl.DataFrame(rows, schema_overrides=numbers), INDICATORS, decided)


STEP = [80.0 + 2 * (-1) ** month + 10 * (month >= 13) for month in range(26)]


def test_signals__a_step_is_dated_to_its_month() -> None:
    """Thirteen months near 80, then thirteen near 90, from 2025-02 on."""
    found = charted(points(STEP))
    assert found["signal_from"].unique().drop_nulls().sort().to_list()[-1] == "2025-02"
    assert found.filter(period="2026-02")["is_improvement"].item()
    assert found.filter(period="2024-03")["is_improvement"].item() is False


def test_signals__a_decision_begins_the_limits_anew() -> None:
    """From the middle of February 2025: two stable series, and no change within either."""
    found = charted(points(STEP), ("EVA06", "T1", date(2025, 2, 15)))
    assert found.filter(period="2025-01")["series_number"].item() == 1
    assert found.filter(period="2025-02")["series_number"].item() == 2
    assert set(found["signal"]) == {"none"}
    assert found.filter(period="2025-02")["centre_line"].item() == pytest.approx(90, abs=0.5)


def test_signals__a_decision_on_another_area_moves_nothing() -> None:
    other = charted(points(STEP), ("EVA06", "T2", date(2025, 2, 15)))
    assert other.equals(charted(points(STEP)))


def test_signals__of_an_indicator_that_is_better_low_turn_round() -> None:
    found = charted(points(STEP, indicator_id="RPT12"))
    assert not found.filter(period="2026-02")["is_improvement"].item()


def test_signals__no_line_is_drawn_across_a_break() -> None:
    rows = points(STEP)
    rows[13]["is_series_break"] = True
    found = charted(rows)
    assert found["series_number"].to_list() == [1] * 13 + [2] * 13
    assert found["signal"].unique().to_list() == ["none"]
    assert found["centre_line"].round(1).unique().sort().to_list() == [80.2, 89.8]


def test_signals__under_thirteen_points_are_drawn_and_nothing_is_claimed() -> None:
    found = charted(points(STEP[7:19]))
    assert found["chart"].unique().to_list() == ["too_short"]
    assert found["signal"].unique().to_list() == ["none"]
    assert found["value"].null_count() == 0


def test_signals__what_is_not_settled_moves_nothing() -> None:
    rows = points(STEP)
    last = rows[-1] | {
        "value": 0.0, "status": "provisional", "period": "2026-03", "period_from": date(2026, 3, 1),
    }  # fmt: skip
    found = charted([*rows, last])
    assert found.head(26).equals(charted(rows))
    assert found.tail(1)["signal"].item() == "none"


def test_signals__a_series_that_hardly_moves_is_left_alone() -> None:
    found = charted(points([0.0] * 30 + [1.0] + [0.0] * 5))
    assert found["chart"].unique().to_list() == ["too_still"]


@pytest.mark.parametrize(("of", "chart"), [(100.0, "p"), (40_000.0, "p_prime"), (8.0, "xmr")])
def test_signals__the_chart_follows_from_what_chance_can_do(of: float, chart: str) -> None:
    """Shares that move by some 4 points: by chance at 100, by more at 40,000; too few at 8."""
    shares = [0.50 + step / 100 for step in (0, 3, -5, 2, -4, 5, -1, 4, -3, 1, -2, 5, -5, 3, 0, 2)]
    rows = points([100 * share for share in shares], denominator=of)
    for row, share in zip(rows, shares, strict=True):
        row["numerator"] = share * of
    assert charted(rows)["chart"].unique().to_list() == [chart]
