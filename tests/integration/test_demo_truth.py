"""The warehouse of the demo world against what the generator knows, figure by figure.

The truth is counted from the generator's objects, never from files or SQL.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import isclose
from typing import Any

import pytest

from dagster_project.demo import planted
from dagster_project.demo.expected import expected_rows, fault_truth
from dagster_project.demo.periods import span_to
from dagster_project.demo.places.home import HOME
from dagster_project.demo.truth.clue_counts import count_truth, reconciliation_truth
from dagster_project.demo.truth.clue_funnel import Reached, funnel_truth
from dagster_project.demo.truth.indicators import component_truth, indicator_truth
from dagster_project.demo.truth.overdue import overdue_truth
from dagster_project.demo.truth.scorecards import scorecard_truth
from dagster_project.demo.truth.sector_risk import PARTS, sector_risk_truth
from data_contracts import loader
from data_contracts.model import Classification, Outlet
from tests.integration.workspaces import AS_OF, Demo
from tests.unit.demo.small_world import small_world

TOLERANCE = 1e-9
SHOWN = 10


def test_mart_indicator_value__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT indicator_id, subject_kind, subject_code, period_kind, period, numerator, "
        "denominator, sample_count, value, settled_on, status, figure_source, quality_flags, "
        "is_series_break, publish_reason FROM mart_indicator_value",
        Outlet.OFFICE,
    )
    truth = {key: tuple(figure) for key, figure in indicator_truth(scaled.world, AS_OF).items()}
    assert len({key[0] for key in truth}) > 20
    assert len(truth) > 40_000
    assert_same(truth, {row[:5]: (*row[5:12], tuple(row[12]), *row[13:]) for row in rows})


def test_coached_wave__is_flagged_on_every_figure_that_it_feeds(scaled: Demo) -> None:
    """The generator plants one such wave, in the first half of 2025."""
    rows = scaled.rows(
        "SELECT DISTINCT indicator_id, array_to_string(list_sort(quality_flags), ' ') "
        "FROM mart_indicator_value WHERE period = '2025-H1' AND denominator > 0 "
        "AND indicator_id IN ('EVA01', 'EVA02', 'EVA03', 'EVA07', 'EVA08')",
        Outlet.OFFICE,
    )
    coached = "dont_know_too_low low_response top_two_too_high"
    assert {flags for _, flags in rows} == {coached}
    assert len(rows) == 5


def test_changed_wording__starts_a_series(scaled: Demo) -> None:
    """Of the safety question alone; the wave whose mode changed starts one of every question."""
    changed = scaled.rows(
        "SELECT DISTINCT item.wave_id, item.item_code FROM mart_survey_score AS item "
        "JOIN mart_survey_score AS before USING (area_code, item_code) "
        "WHERE item.wording_version = before.wording_version + 1 AND item.is_series_break",
        Outlet.OFFICE,
    )
    assert {item for _, item in changed} == {"Q1"}
    assert scaled.rows(
        "SELECT count(*) FROM mart_indicator_value "
        "WHERE indicator_id = 'EVA01' AND is_series_break AND value IS NOT NULL",
        Outlet.OFFICE,
    ) > [(0,)]


def test_mart_indicator_component__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT indicator_id, component, subject_kind, subject_code, period_kind, period, "
        "numerator, denominator, value, weight FROM mart_indicator_component",
        Outlet.OFFICE,
    )
    truth = {key: tuple(one) for key, one in component_truth(scaled.world, AS_OF).items()}
    assert {key[0] for key in truth} == {"EVA06", "PUN01", "RPT01", "SRC07"}
    assert_same(truth, {row[:6]: row[6:] for row in rows})


def test_scorecards__equal_truth(scaled: Demo) -> None:
    lines = scaled.rows(
        "SELECT period, subject_kind, subject_code, indicator_id, figure_status, value, "
        "figure_periods, line_status, effective_weight, score FROM mart_scorecard_line",
        Outlet.OFFICE,
    )
    parts = scaled.rows(
        "SELECT period, subject_kind, subject_code, part, weight, applicable_weight, "
        "effective_weight, score, status, red_lines FROM mart_scorecard",
        Outlet.OFFICE,
    )
    true_lines, true_parts = scorecard_truth(scaled.world, AS_OF)
    statuses = {line.line_status for line in true_lines.values()}
    assert statuses >= {"scored", "gated", "red_line", "missing", "insufficient", "shown"}
    totals = [part for key, part in true_parts.items() if key[3] == "total"]
    assert {part.status for part in totals} == {"ok", "provisional", "insufficient"}
    assert sum(part.score is not None for part in totals) > 50
    assert_same(true_lines, {row[:4]: (*row[4:6], tuple(row[6]), *row[7:]) for row in lines})
    assert_same(true_parts, {row[:4]: (*row[4:9], tuple(row[9])) for row in parts})


def test_agg_clue_month__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT month, unit_code, area_code, sector_code, channel, received_count, "
        "transferred_count, concluded_count, filed_count FROM agg_clue_month",
        Outlet.OFFICE,
    )
    truth = count_truth(scaled.world, AS_OF)
    assert len(truth) > 200
    assert_same(truth, {row[:5]: row[5:] for row in rows})


def test_mart_reconciliation__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT month, unit_code, breakdown, breakdown_code, measure, returned_count, "
        "computed_count, difference, is_matched FROM mart_reconciliation",
        Outlet.OFFICE,
    )
    truth = {key: tuple(one) for key, one in reconciliation_truth(scaled.world, AS_OF).items()}
    assert {one[3] for one in truth.values()} == {True, False}
    assert_same(truth, {row[:5]: row[5:] for row in rows})


def test_mart_clue_funnel__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT cohort_month, area_code, breakdown, breakdown_code, stage, horizon_days, "
        "clue_count, excluded_count, reached_count, open_count, is_mature, status, "
        "incidence_percent, standard_error, open_percent, median_days, projected_percent, "
        "projection_error FROM mart_clue_funnel",
        Outlet.OFFICE,
    )
    truth = {key: shown(one) for key, one in funnel_truth(scaled.world, AS_OF).items()}
    assert {one[5] for one in truth.values()} == {"ok", "provisional", "not_applicable"}
    assert sum(one[10] is not None for one in truth.values()) > 100
    assert_same(truth, {row[:6]: row[6:] for row in rows})


def test_mart_overdue__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT contract, unit_code, open_count, overdue_count, due_in_7_days_count, "
        "oldest_due_on, longest_overdue_days FROM mart_overdue",
        Outlet.OFFICE,
    )
    truth = {key: tuple(items) for key, items in overdue_truth(scaled.world, AS_OF).items()}
    assert any(items[1] for items in truth.values())
    assert_same(truth, {row[:2]: row[2:] for row in rows})


def test_mart_sector_risk__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT area_code, sector_code, component, event_count, exposure_count, shrunk_rate, "
        "score, needs_review FROM mart_sector_risk",
        Outlet.OFFICE,
    )
    rates, indices = sector_risk_truth(scaled.world, AS_OF)
    assert any(rate.needs_review for rate in rates.values())
    looked = {row[:5] for row in rows if row[2] == "found_by_looking"}
    assert looked == {(*k, *r[:2]) for k, r in rates.items() if k[2] == "found_by_looking"}
    judged = {key: tuple(rate) for key, rate in rates.items() if key[2] != "found_by_looking"}
    assert_same(judged, {row[:3]: row[3:] for row in rows if row[2] in PARTS})
    assert_same(
        {key: tuple(index) for key, index in indices.items()},
        {row[:2]: row[6:] for row in rows if row[2] == "index"},
    )


def test_planted_change__is_found_in_its_month_and_planted_swings_are_none(scaled: Demo) -> None:
    """Grid events closed on time: every settled month since the change says when it was.

    Returns received on time go up and down from month to month, which is no change.
    """
    month = f"{planted.changed_on(span_to(scaled.world.today)):%Y-%m}"
    points = scaled.rows(
        "SELECT indicator_id, period, signal, signal_from, is_improvement FROM mart_trend_signal "
        f"WHERE indicator_id IN ('SRC12', 'SUP04') AND subject_code = '{HOME}' "
        "AND status = 'ok' ORDER BY period",
        Outlet.OPEN,
    )
    since = {row[2:] for row in points if row[0] == "SRC12" and row[1] >= month}
    before = {row[2:] for row in points if row[0] == "SRC12" and row[1] < month}
    swings = [row[2] for row in points if row[0] == "SUP04"]
    assert {found_from for _, found_from, _ in since} == {month}
    assert {is_better for *_, is_better in since} == {False}
    assert True not in {signal != "none" and not is_better for signal, _, is_better in before}
    assert len(swings) > 30
    assert set(swings) == {"none"}


def test_mart_data_quality__equals_planted_dirt(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT contract, column_name, rule, quarantined_count FROM mart_data_quality "
        "WHERE contract IN (SELECT contract FROM mart_register_state)",
        Outlet.OFFICE,
    )
    truth = {key: (count,) for key, count in fault_truth(scaled.world).items()}
    assert len(truth) > 20
    assert_same(truth, {row[:3]: row[3:] for row in rows})


@pytest.mark.parametrize("contract", sorted(expected_rows(small_world())))
def test_raw_current_rows__equal_expected(scaled: Demo, contract: str) -> None:
    """Numbers of records are compared as their keyed hash, worked out anew by RFC 2104."""
    columns = loader.source_contracts()[contract].columns
    names = [column.name for column in columns]
    hashed = {c.name for c in columns if c.classification is Classification.PSEUDONYMISE}
    listed = ", ".join(f'"{name}"' for name in names)
    held = scaled.built(f"SELECT {listed} FROM raw.{contract} WHERE known_until_at IS NULL")
    key = bytes.fromhex(scaled.workspace.pseudonym_key.read_text())
    wanted = {
        cells({n: keyed(row[n], key) if n in hashed else row[n] for n in names}, names)
        for row in expected_rows(scaled.world)[contract]
    }
    found = [cells(row, names) for row in held.iter_rows(named=True)]
    assert found, contract
    assert len(found) == len(set(found)), "a row is current twice"
    said = [f"lacking: {row}" for row in sorted(wanted - set(found), key=repr)]
    said += [f"beyond: {row}" for row in sorted(set(found) - wanted, key=repr)]
    assert not said, f"{len(said)} differences\n" + "\n".join(said[:SHOWN])


def shown(one: Reached) -> tuple[Any, ...]:
    """A cohort as it is published: percentages, of which no projection passes 100."""
    shares = (one.incidence, one.standard_error, one.open_share)
    return (
        *one[:3],
        *one[4:7],
        *(None if share is None else 100 * float(share) for share in shares),
        one.median_days,
        None if one.projected is None else min(100 * float(one.projected), 100.0),
        None if one.projection_error is None else 100 * float(one.projection_error),
    )


def keyed(number: Any, key: bytes) -> str:
    return hmac.new(key, str(number).encode(), hashlib.sha256).hexdigest()[:32]


def cells(row: Mapping[str, Any], names: Iterable[str]) -> tuple[Any, ...]:
    """A row in the order of `names`, times without a zone, exact numbers as floats."""
    found = []
    for name in names:
        cell = row[name]
        if isinstance(cell, datetime):
            cell = cell.replace(tzinfo=None)
        found.append(float(cell) if isinstance(cell, Decimal | Fraction) else cell)
    return tuple(found)


def assert_same(
    truth: Mapping[tuple[Any, ...], tuple[Any, ...]],
    found: Mapping[tuple[Any, ...], tuple[Any, ...]],
) -> None:
    """The same keys both ways, and the same values; shows the first differences."""
    lacking, beyond = truth.keys() - found.keys(), found.keys() - truth.keys()
    wrong = [
        f"{key}: true {truth[key]}, found {found[key]}"
        for key in sorted(truth.keys() & found.keys())
        if not all(map(equal, truth[key], found[key]))
    ]
    said = [f"lacking {key}: true {truth[key]}" for key in sorted(lacking)]
    said += [f"not true {key}: found {found[key]}" for key in sorted(beyond)]
    said += wrong
    assert not said, f"{len(said)} differences\n" + "\n".join(said[:SHOWN])


def equal(true: Any, found: Any) -> bool:
    """Exact numbers against floats, within what adding floats may lose."""
    if isinstance(found, float | Decimal) and isinstance(true, int | float | Fraction | Decimal):
        return isclose(float(true), float(found), rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(true == found)
