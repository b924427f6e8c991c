"""Metrics asked by name: the figures of the open outlet to the last digit, or nothing."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.command import Ended, ended
from tests.integration.workspaces import Demo

# The command, ended at once where anything in it looks for another machine.
OFFLINE = """
import os, sys

def look(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect"):
        print(event, arguments, file=sys.stderr, flush=True)
        os._exit(99)

sys.addaudithook(look)
from dagster_project.cli import main
sys.argv[0] = "anping"
main()
"""
SHOWN = ("ok", "provisional")
NAMED = ("sup02", "src07", "eva06", "rpt02")
GENERAL = (
    *("indicator_value", "interval_low", "interval_high", "numerator", "denominator"),
    *("sample_count", "figure_count"),
)
KEY = ("indicator_id", "subject_kind", "subject_code", "period")
QUARTERS = (
    "{{ Dimension('figure__period_kind') }} = 'quarter' "
    "and {{ Dimension('figure__subject_kind') }} = 'area' "
    "and {{ TimeDimension('metric_time', 'day') }} >= '2026-01-01'"
)
Row = dict[str, str]
Ask = Callable[..., list[Row]]


def metrics(demo: Demo, *words: str) -> Ended:
    return ended(demo.workspace, [sys.executable, "-c", OFFLINE, "metrics", *words])


@pytest.fixture(scope="module")
def ask(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """The rows of a question, as they stand in the CSV."""

    def answers(metrics_: tuple[str, ...], *words: str) -> list[Row]:
        path: Path = tmp_path_factory.mktemp("metrics") / "answer.csv"
        question = ["query", "--quiet", "--metrics", ",".join(metrics_), *words]
        done = metrics(demo, *question, "--csv", str(path))
        assert done.code == 0, done.said
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return answers


@pytest.fixture(scope="module")
def in_general(ask: Ask) -> list[Row]:
    """Every figure of an area in the quarters of 2026 with what it rests on."""
    by = ",".join([*(f"figure__{name}" for name in KEY), "figure__status"])
    return ask(GENERAL, "--group-by", by, "--where", QUARTERS)


@pytest.fixture(scope="module")
def by_name(ask: Ask) -> list[Row]:
    """Four indicators beside each other, with the names of areas."""
    by = "figure__subject_code,figure__period,area__name,area__level,metric_time"
    return ask(NAMED, "--group-by", by, "--where", QUARTERS)


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def test_metrics__are_the_figures_of_the_open_outlet(demo: Demo, in_general: list[Row]) -> None:
    found = {
        tuple(row[f"figure__{name}"] for name in (*KEY, "status")): tuple(
            number(row[name]) for name in GENERAL
        )
        for row in in_general
    }
    expected = {
        (indicator, kind, code, period, status): (
            *(figures if status in SHOWN else (None,) * 5),
            sample_count,
            1,
        )
        for indicator, kind, code, period, status, *figures, sample_count in demo.rows(
            "SELECT indicator_id, subject_kind, subject_code, period, status, value, "
            "interval_low, interval_high, numerator, denominator, sample_count "
            "FROM mart_indicator_value WHERE period_kind = 'quarter' AND subject_kind = 'area' "
            "AND period_from >= DATE '2026-01-01'"
        )
    }
    # What is None there may be a value that is not shown: the sample holds some of each.
    states = {status for *_, status in expected}
    assert {"ok", "suppressed", "insufficient", "not_applicable"} <= states
    assert len({indicator for indicator, *_ in expected}) > 30
    assert {key: list(cells) for key, cells in found.items()} == {
        key: list(cells) for key, cells in expected.items()
    }


def test_metrics__by_name_are_the_same(demo: Demo, by_name: list[Row]) -> None:
    found = {
        (name.upper(), row["figure__subject_code"], row["figure__period"]): value
        for row in by_name
        for name in NAMED
        if (value := number(row[name])) is not None
    }
    listed = ", ".join(f"'{name.upper()}'" for name in NAMED)
    expected = {
        (indicator, code, period): value
        for indicator, code, period, value in demo.rows(
            "SELECT indicator_id, subject_code, period, value FROM mart_indicator_value "
            "WHERE period_kind = 'quarter' AND subject_kind = 'area' "
            "AND period_from >= DATE '2026-01-01' AND status IN ('ok', 'provisional') "
            f"AND value IS NOT NULL AND indicator_id IN ({listed})"
        )
    }
    assert {indicator for indicator, *_ in expected} == {name.upper() for name in NAMED}
    assert found == expected


def test_metrics__name_the_area_as_it_was(demo: Demo, by_name: list[Row]) -> None:
    found = {
        (row["figure__subject_code"], row["figure__period"]): (
            row["area__name"],
            row["area__level"],
        )
        for row in by_name
    }
    named = {
        (code, period): (name, level)
        for code, period, name, level in demo.rows(
            "SELECT DISTINCT subject_code, period, name, level FROM mart_indicator_value "
            "JOIN dim_area ON subject_code = area_code AND period_from >= valid_from "
            "AND period_from < coalesce(valid_to, DATE '9999-01-01') WHERE subject_kind = 'area'"
        )
    }
    assert found
    assert found.items() <= named.items()


def test_metrics__of_several_figures_at_once_are_none(demo: Demo, ask: Ask) -> None:
    """Not the sum over areas, not the mean, not the largest: no figure says it."""
    rows = ask((*NAMED, "figure_count"), "--group-by", "figure__period", "--where", QUARTERS)
    assert len(rows) >= 3
    for row in rows:
        assert int(row["figure_count"]) > 1
        assert [row[name] for name in NAMED] == [""] * len(NAMED)


def test_metrics__are_listed_with_what_they_can_be_grouped_by(demo: Demo) -> None:
    done = metrics(demo, "list", "metrics", "--show-all-dimensions")
    assert done.code == 0, done.said
    for name in (*NAMED, *GENERAL):
        assert f"{name}: " in done.out
    assert "figure__status" in done.out
    assert "area__name" in done.out
