"""Where scores lie for those who are not shown every figure."""

import random
from typing import Any

import polars as pl
import pytest

from dagster_project.methods.scoring import score
from dagster_project.methods.scoring_ranges import score_range
from tests.unit.methods.card import frame, line, share

HUNDRED = (0.0, 100.0)


def shown(lines: list[dict[str, Any]], hidden: set[str]) -> pl.DataFrame:
    """The lines as they are shown: nothing of a hidden figure is left."""
    is_hidden = pl.col("indicator_id").is_in(list(hidden))
    return frame(*lines).with_columns(
        *(pl.when(~is_hidden).then(name).alias(name) for name in ("value", "numerator")),
        figure_status=pl.when(is_hidden).then(pl.lit("suppressed")).otherwise("figure_status"),
        is_hidden=is_hidden,
    )


def ends(lines: list[dict[str, Any]], hidden: set[str]) -> dict[str, tuple[Any, ...]]:
    parts = score_range(shown(lines, hidden)).parts
    return {row[0]: row[1:] for row in parts.select("part", "score_low", "score_high").rows()}


def test_ends__are_those_with_nothing_and_with_everything() -> None:
    """SRC has 6 x 80 and 4 hidden: 48 to 88. With RPT's 10 x 50 the total is 49 to 69."""
    lines = [
        share("SRC01", 6, HUNDRED, 80.0),
        share("SRC02", 4, HUNDRED, 35.0),
        share("RPT01", 10, HUNDRED, 50.0),
    ]
    assert ends(lines, {"SRC02"}) == {"SRC": (48, 88), "RPT": (50, 50), "total": (49, 69)}
    found = score_range(shown(lines, {"SRC02"})).lines
    assert found.select(
        "indicator_id", "line_status", "effective_weight", "score", "points"
    ).rows() == [
        ("RPT01", "scored", 10.0, 50.0, 5.0),
        ("SRC01", "scored", 6.0, 80.0, 4.8),
        ("SRC02", "suppressed", 4.0, None, None),
    ]


def test_ends__meet_where_nothing_is_hidden() -> None:
    lines = [share("SRC01", 6, HUNDRED, 80.0), share("RPT01", 2, HUNDRED, 60.0)]
    assert ends(lines, set()) == {"SRC": (80, 80), "RPT": (60, 60), "total": (75, 75)}


def test_ends__of_a_hidden_bonus_reach_its_cap() -> None:
    """60 and at most 5 more."""
    bonus = line("SRC02", "bonus", score_rule_note="each=2;at_most=5", numerator=1.0)
    lines = [share("SRC01", 6, HUNDRED, 60.0), bonus]
    assert ends(lines, {"SRC02"})["total"] == (60, 65)


def test_ends__say_nothing_of_a_hidden_red_line() -> None:
    lines = [share("SRC01", 6, HUNDRED, 60.0), line("RPT12", "veto", score_target=0, numerator=3)]
    assert ends(lines, {"RPT12"})["total"] == (60, 60)
    parts = score_range(shown(lines, {"RPT12"})).parts
    assert parts["status"].to_list() == ["ok", "not_applicable", "ok"]


def test_hidden_line__that_is_gated_has_no_score_in_any_case() -> None:
    lines = [share("SRC01", 6, HUNDRED, 80.0), share("SRC02", 4, HUNDRED, 9.0, is_gated=True)]
    assert ends(lines, {"SRC02"})["total"] == (80, 80)


@pytest.mark.parametrize("seed", range(40))
def test_exact_score__lies_between_the_ends(seed: int) -> None:
    """Whatever is hidden, and whether or not that is scored."""
    draw = random.Random(seed)
    lines = [
        share(
            f"{code}{number:02}",
            draw.randint(1, 6),
            (20.0, 95.0),
            draw.uniform(0, 100),
            figure_status=draw.choice(["ok", "ok", "ok", "not_applicable"]),
        )
        for code in ("SRC", "RPT", "EVA", "ORG")
        for number in range(1, 5)
    ]
    hidden = {str(one["indicator_id"]) for one in lines if draw.random() < 0.4}
    found = ends(lines, hidden)
    exact = score(frame(*lines)).parts.filter(pl.col("score").is_not_null())
    assert exact.height > 3
    for part, value in exact.select("part", "score_before_red_lines").iter_rows():
        low, high = found[part]
        assert low <= value <= high
