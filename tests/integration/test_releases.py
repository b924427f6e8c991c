"""Three monthly releases of one hotline, with rows that come late, by the real command.

The banner has three towns and handles some tickets itself; five units share the work. Every month
brings new tickets, and a few of months before that were forgotten. What everyone sees is set
against what the office sees, and against what somebody makes of all three releases together.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dagster_project import setup
from dagster_project.settings import TIME_ZONE, Workspace
from dagster_project.warehouse.manifest import Manifest, Release
from data_contracts import query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from tests.integration.command import anping
from tests.integration.release_attack import Knowledge, knowledge
from tests.integration.workspaces import TICKET_HEADER, deliver, lay_out, map_plainly

BANNER, TOWNS = "150626", ("150626101", "150626102", "150626103")
UNITS = ("U0", "U1", "U2", "U3", "U4")
REFERENCE = {
    "area": (
        "区划代码,名称,层级,上级区划代码,常住人口,生效日期",
        f"{BANNER},乌审旗,旗,,100000,2000-01-01",
        *(f"{code},第{n}镇,苏木乡镇,{BANNER},9000,2000-01-01" for n, code in enumerate(TOWNS)),
    ),
    "unit": (
        "单位代码,名称,单位类型,所在区划,生效日期",
        *(f"{code},第{n}所,派出所,{TOWNS[n % 3]},2000-01-01" for n, code in enumerate(UNITS)),
    ),
    "unit_sector": ("单位代码,行业领域", "U0,mineral"),
}
RUNS = [datetime(2026, month, 5, 9, tzinfo=TIME_ZONE) for month in (10, 11, 12)]
SMALLEST = 10
KEY = ["indicator_id", "component", "subject_kind", "subject_code", "period_kind", "period"]
MEASURES = ("numerator", "denominator")


def tickets(month: int, town: str, numbers: range) -> list[str]:
    """Tickets of a town in a month of 2026: every 6th late, every 7th not solved.

    Every 10th is the banner's own, and the units take turns, the last one seldom.
    """
    lines = []
    for number in numbers:
        created = date(2026, month, 1) + timedelta(days=number % 20)
        due = created + timedelta(days=4)
        closed = created + timedelta(days=9 if number % 6 == 0 else 2)
        area = BANNER if number % 10 == 0 else town
        unit = UNITS[4] if number % 9 == 0 else UNITS[number % 4]
        solved = "否" if number % 7 == 0 else "是"
        lines.append(
            f"T{town[-1]}{month:02}{number:03},{area},{unit},mineral,投诉,"
            f"{created},{due},{closed},是,{solved},是,否,0"
        )
    return lines


@dataclass(frozen=True, slots=True)
class Told:
    """What one run published: to everyone, and to the office."""

    at: datetime
    everyone: pl.DataFrame
    office: pl.DataFrame


def _figures(workspace: Workspace, outlet: Outlet) -> pl.DataFrame:
    snapshot = snapshots.current(workspace.published)
    return query.trusted(
        snapshot,
        "SELECT parts.*, period_from, period_to FROM mart_indicator_component AS parts "
        "JOIN mart_indicator_value "
        "USING (indicator_id, subject_kind, subject_code, period_kind, period) "
        "UNION ALL BY NAME "
        "SELECT *, 'total' AS component FROM mart_indicator_value WHERE indicator_id = 'EVA06'",
        outlet,
    ).filter(indicator_id="EVA06")


@pytest.fixture(scope="module")
def told(parsed: Workspace, ground: Path) -> tuple[Workspace, list[Told]]:
    """Three releases: the second and third with one to three late tickets of months before."""
    workspace = lay_out(parsed, ground / "three-releases")
    setup.make(workspace, BANNER)
    for contract, lines in REFERENCE.items():
        deliver(workspace, f"{contract}.csv", *lines)
        map_plainly(workspace, contract, f"inbox/{contract}.csv")
    map_plainly(workspace, "hotline_ticket", "inbox/hotline/*", "upsert")
    sizes = dict(zip(TOWNS, (90, 40, 12), strict=True))
    releases = []
    for number, at in enumerate(RUNS):
        months = range(7, 10) if number == 0 else [at.month - 1]
        for month in months:
            lines = [line for town in TOWNS for line in tickets(month, town, range(1, sizes[town]))]
            deliver(workspace, f"hotline/{month:02}.csv", TICKET_HEADER, *lines)
        if number:
            late = [
                *tickets(7, TOWNS[0], range(200, 200 + number)),
                *tickets(9, TOWNS[2], range(300, 301)),
            ]
            deliver(workspace, f"hotline/late-{number}.csv", TICKET_HEADER, *late)
        done = anping(workspace, "run", at=at)
        assert done.code == 0, done.err
        everyone, office = (_figures(workspace, outlet) for outlet in (Outlet.OPEN, Outlet.OFFICE))
        releases.append(Told(at, everyone, office))
    return workspace, releases


def _cells(figures: pl.DataFrame, column: str) -> dict[tuple[Any, ...], float]:
    shown = figures.drop_nulls(column)
    return dict(zip(shown.select(KEY).rows(), shown[column].to_list(), strict=True))


def test_release__a_month_each_and_nothing_between(told: tuple[Workspace, list[Told]]) -> None:
    workspace, releases = told
    assert [release.id for release in Manifest.load(workspace).releases] == [
        "2026-10",
        "2026-11",
        "2026-12",
    ]
    later = anping(workspace, "run", at=RUNS[-1] + timedelta(days=6))
    assert later.code == 0, later.err
    everyone = _figures(workspace, Outlet.OPEN)
    seen = everyone.drop_nulls("denominator").select(*KEY, *MEASURES, "value")
    before = releases[-1].everyone.drop_nulls("denominator").select(*KEY, *MEASURES, "value")
    assert seen.sort(KEY).equals(before.sort(KEY))


def test_release__most_of_it_is_shown_and_as_the_office_knows_it(
    told: tuple[Workspace, list[Told]],
) -> None:
    """In the first release nothing is late: what is shown is exact."""
    first = told[1][0]
    for column in (*MEASURES, "value", "interval_low"):
        office = _cells(first.office, column)
        shown = first.everyone.drop_nulls("value" if column.startswith("interval") else column)
        for key, value in _cells(shown, column).items():
            assert value == pytest.approx(office[key]), (key, column)
    banner = {key: value for key, value in _cells(first.everyone, "denominator").items()
              if key[3] == BANNER and key[4] == "quarter" and value}  # fmt: skip
    assert banner, "the banner's quarter is not shown at all"


def test_release__no_small_count_and_no_small_rest_is_shown(
    told: tuple[Workspace, list[Told]],
) -> None:
    for release in told[1]:
        wholes, parts = (_cells(release.everyone, c) for c in ("denominator", "numerator"))
        for found in (wholes, parts, {k: wholes[k] - parts[k] for k in wholes.keys() & parts}):
            assert not {key: value for key, value in found.items() if 0 < value < SMALLEST}


def test_release__running_periods_are_not_out(told: tuple[Workspace, list[Told]]) -> None:
    for release in told[1]:
        running = release.everyone.filter(
            pl.col("component") == "total", pl.col("period_to") >= release.at.date()
        )
        assert set(running["publish_reason"]) == {"not_released"}
        assert running["value"].null_count() == len(running)
        assert running["denominator"].null_count() == len(running)


def test_releases__what_is_out_never_changes_by_a_small_count(
    told: tuple[Workspace, list[Told]],
) -> None:
    """Although the office's own figures did: the late rows are in them."""
    releases = told[1]
    for earlier, later in combinations(releases, 2):
        moved = {
            column: {
                key: later_value - earlier_value
                for key, earlier_value in _cells(earlier.office, column).items()
                if (later_value := _cells(later.office, column).get(key)) is not None
                and later_value != earlier_value
            }
            for column in MEASURES
        }
        assert any(0 < abs(change) < SMALLEST for change in moved["denominator"].values())
        for column in MEASURES:
            was, now = _cells(earlier.everyone, column), _cells(later.everyone, column)
            assert was.keys() <= now.keys(), "what was out is out"
            assert not {k for k in was if 0 < abs(now[k] - was[k]) < SMALLEST}


def test_releases__longer_periods_are_the_sums_of_what_is_out(
    told: tuple[Workspace, list[Told]],
) -> None:
    """Or else the difference would count the late rows: third quarter and its months."""
    seen = 0
    for release in told[1]:
        cells = _cells(release.everyone, "denominator")
        for (*head, kind, period), value in cells.items():
            if kind != "quarter" or period != "2026-Q3":
                continue
            months = [cells.get((*head, "month", f"2026-{month:02}")) for month in (7, 8, 9)]
            if None not in months:
                seen += value > 0
                assert value == sum(months)  # type: ignore[arg-type]
    assert seen


def test_releases__side_by_side_they_give_no_small_count_away(
    told: tuple[Workspace, list[Told]],
) -> None:
    """Neither one in a release nor one of the rows that came late between two.

    A rate's figures are what the ledger of releases holds, which in the first is what the office
    knows; each must be able to be nothing and to be as large as what is shown.
    """
    workspace, releases = told
    ledgers = [_ledger(workspace, release) for release in Manifest.load(workspace).releases]
    office = releases[0].office.filter(pl.col("component") != "total")
    wholes = _cells(office, "denominator")
    for (component, *rest), (whole, _) in ledgers[0].items():
        assert wholes["EVA06", component, *rest] == whole

    asked = 0
    for component in ("response", "solved", "satisfied"):
        tables = [release.everyone.filter(pl.col("component") == component) for release in releases]
        known = knowledge(tables, BANNER)
        small = _small_cells(known, ledgers, component)
        for cell, low, high in known.found(small):
            assert low < 1e-6, list(known.cells)[cell]
            assert high > SMALLEST - 1e-6, list(known.cells)[cell]
        asked += len(small)
    assert asked > 100

    # Had the second release told all that the office knew, late rows could be counted.
    careless = releases[1].office.join(tables[1].drop_nulls("denominator"), on=KEY, how="semi")
    known = knowledge([tables[0], careless.filter(component=component)], BANNER)
    late = [c for name, c in known.cells.items() if name[:3] == (1, "late", "whole")]
    assert any(0 < low < SMALLEST for _, low, _ in known.found(late))


def _ledger(workspace: Workspace, release: Release) -> dict[tuple[Any, ...], tuple[float, float]]:
    """Whole and met part of each rate, shown or not, by component, subject and period."""
    path = workspace.warehouse / "releases" / release.id / "figure.parquet"
    rates = pl.read_parquet(path).filter(pl.col("measure").str.starts_with("EVA06/"))
    keys = rates.with_columns(pl.col("measure").str.strip_prefix("EVA06/"))
    return {tuple(row[:5]): (row[5], row[6]) for row in keys.rows() if row[6] is not None}


def _small_cells(
    known: Knowledge, ledgers: list[dict[tuple[Any, ...], tuple[float, float]]], component: str
) -> list[int]:
    """The cells that nobody must find out: small ones, and small differences of two releases."""
    small = []
    for number, ledger in enumerate(ledgers):
        for name, (whole, met) in ledger.items():
            if name[0] != component:
                continue
            values = {"whole": whole, "met": met, "rest": whole - met}
            cells = {(number, part, *name): value for part, value in values.items()}
            if number and name in ledgers[number - 1]:
                was_whole, was_met = ledgers[number - 1][name]
                cells |= {
                    (number, "late", "whole", *name): whole - was_whole,
                    (number, "late", "met", *name): met - was_met,
                }
            small += [known.cells[c] for c, value in cells.items() if 0 < value < SMALLEST]
    return small
