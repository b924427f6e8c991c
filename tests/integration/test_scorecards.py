"""Scorecards for everyone: what they say of figures that are blank, and what they rest on."""

import polars as pl
from polars.testing import assert_frame_equal

from dagster_project.methods import scoring_ranges
from data_contracts import query
from data_contracts.model import Outlet
from tests.integration.workspaces import Demo

LINES = "SELECT * FROM mart_scorecard_line"
PARTS = f"SELECT {', '.join(scoring_ranges.PART_SCHEMA)} FROM mart_scorecard"
BLANK = """
    SELECT indicator_id, subject_kind, subject_code, period
    FROM mart_indicator_value
    WHERE publish_reason IN ('small_count', 'not_released', 'office_only')
"""
CARD = ["period", "subject_kind", "subject_code"]


def everyone(demo: Demo, sql: str) -> pl.DataFrame:
    return query.trusted(demo.snapshot, sql, Outlet.OPEN)


def office(demo: Demo, sql: str) -> pl.DataFrame:
    return query.trusted(demo.snapshot, sql, Outlet.OFFICE)


def test_scorecards__follow_from_what_everyone_sees(demo: Demo) -> None:
    """Whoever has the open outlet can work all of them out, so they tell nothing else.

    Which is asked of figures that stand there, and not of the lines' own columns of results.
    """
    values = everyone(
        demo,
        "SELECT indicator_id, subject_kind, subject_code, period AS figure_period, "
        "value AS seen FROM mart_indicator_value WHERE period_kind != 'month'",
    )
    blank = everyone(demo, BLANK).rename({"period": "figure_period"})
    lines = everyone(demo, LINES)
    given = lines.drop("line_status", "effective_weight", "score", "points", "value")
    key = [*CARD, "indicator_id"]
    of_figure = ["indicator_id", "subject_kind", "subject_code", "figure_period"]
    seen = (
        given.select(*key, figure_period="figure_periods")
        .explode("figure_period")
        .join(values, on=of_figure, how="left")
        .join(blank.with_columns(is_hidden=True), on=of_figure, how="left")
        .group_by(key)
        .agg(
            value=pl.when(pl.col("seen").null_count() == 0).then(pl.col("seen").mean()),
            is_hidden=pl.col("is_hidden").fill_null(False).any(),
        )
    )
    again = scoring_ranges.score_range(given.join(seen, on=key, how="left"))
    results = [*key, "value", "line_status", "effective_weight", "score", "points"]
    assert_frame_equal(lines.select(results).sort(key), again.lines.select(results).sort(key))
    parts = [*CARD, "part"]
    assert_frame_equal(everyone(demo, PARTS).sort(parts), again.parts.sort(parts))
    assert lines.filter(line_status="suppressed").height > 100


def test_scorecards__ends_hold_the_exact_score(demo: Demo) -> None:
    """In a first release nothing is held back."""
    exact = office(demo, "SELECT * FROM mart_scorecard WHERE score_before_red_lines IS NOT NULL")
    seen = everyone(demo, PARTS).select(*CARD, "part", low="score_low", high="score_high")
    both = exact.join(seen, on=[*CARD, "part"], how="left")
    score = pl.col("score_before_red_lines")
    assert both.filter((score < pl.col("low")) | (score > pl.col("high"))).is_empty()
    assert both.filter(pl.col("low").is_null() & (pl.col("level") != "unit")).is_empty()
    assert both.filter(pl.col("low") < pl.col("high")).height > 100
    assert both.filter(pl.col("low") == pl.col("high")).height > 100


def test_scorecards__tell_everyone_of_no_red_line(demo: Demo) -> None:
    crossed = "SELECT count(*) FROM mart_scorecard WHERE len(red_lines) > 0"
    assert office(demo, crossed).item() > 0
    assert everyone(demo, crossed).item() == 0
    told = "SELECT count(*) FROM mart_scorecard_line WHERE line_status = 'red_line'"
    assert office(demo, told).item() > 0
    assert everyone(demo, told).item() == 0
