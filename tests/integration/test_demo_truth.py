"""The warehouse of the demo world against what the generator knows, figure by figure.

The truth is counted from the generator's objects, never from files or SQL.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pytest

from dagster_project.demo.expected import expected_rows, fault_truth
from dagster_project.demo.truth.indicators import component_truth, indicator_truth
from dagster_project.demo.truth.overdue import overdue_truth
from data_contracts import loader
from tests.integration.workspaces import AS_OF, Demo

TOLERANCE = 1e-9
SHOWN = 10


@pytest.fixture(params=["demo", "demo_town"], ids=["banner", "town"], scope="module")
def scaled(request: pytest.FixtureRequest) -> Demo:
    """The demo at either scale."""
    found: Demo = request.getfixturevalue(request.param)
    return found


def test_mart_indicator_value__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT indicator_id, subject_kind, subject_code, period_kind, period, "
        "numerator, denominator, value, status FROM mart_indicator_value"
    )
    truth = {
        key: (figure.numerator, figure.denominator, number(figure.value), figure.status)
        for key, figure in indicator_truth(scaled.world, AS_OF).items()
    }
    assert len(truth) > 4000
    assert_same(truth, {row[:5]: row[5:] for row in rows})


def test_mart_indicator_component__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT indicator_id, component, subject_kind, subject_code, period_kind, period, "
        "numerator, denominator, value, weight FROM mart_indicator_component"
    )
    truth = {
        key: (rate.numerator, rate.denominator, number(rate.value), float(weight(key[1])))
        for key, rate in component_truth(scaled.world, AS_OF).items()
    }
    assert len(truth) > 6000
    assert_same(truth, {row[:6]: row[6:] for row in rows})


def test_mart_overdue__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT contract, unit_code, open_count, overdue_count, due_in_7_days_count, "
        "oldest_due_on, longest_overdue_days FROM mart_overdue"
    )
    truth = {key: tuple(items) for key, items in overdue_truth(scaled.world, AS_OF).items()}
    assert any(items[1] for items in truth.values())
    assert_same(truth, {row[:2]: row[2:] for row in rows})


def test_mart_data_quality__equals_planted_dirt(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT contract, column_name, rule, quarantined_count FROM mart_data_quality"
    )
    truth = {key: (count,) for key, count in fault_truth(scaled.world).items()}
    assert len(truth) > 20
    assert_same(truth, {row[:3]: row[3:] for row in rows})


@pytest.mark.parametrize(
    "contract", ["area", "unit", "unit_sector", "hotline_ticket", "supervision_finding"]
)
def test_raw_current_rows__equal_expected(scaled: Demo, contract: str) -> None:
    """Numbers of tickets are compared as their keyed hash, worked out anew by RFC 2104."""
    names = [column.name for column in loader.source_contracts()[contract].columns]
    listed = ", ".join(f'"{name}"' for name in names)
    held = scaled.built(f"SELECT {listed} FROM raw.{contract} WHERE known_until_at IS NULL")
    key = bytes.fromhex(scaled.workspace.pseudonym_key.read_text())
    wanted = {cells(row, names, key) for row in expected_rows(scaled.world)[contract]}
    found = [cells(row, names, None) for row in held.iter_rows(named=True)]
    assert len(found) == len(set(found)), "a row is current twice"
    said = [f"lacking: {row}" for row in sorted(wanted - set(found), key=repr)]
    said += [f"beyond: {row}" for row in sorted(set(found) - wanted, key=repr)]
    assert not said, f"{len(said)} differences\n" + "\n".join(said[:SHOWN])


def cells(row: Mapping[str, Any], names: Iterable[str], key: bytes | None) -> tuple[Any, ...]:
    """A row in the order of `names`, times without a zone, the ticket's number under `key`."""
    found = []
    for name in names:
        cell = row[name]
        if name == "ticket_id" and key is not None:
            cell = hmac.new(key, str(cell).encode(), hashlib.sha256).hexdigest()[:32]
        found.append(cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell)
    return tuple(found)


def number(exact: Any) -> float | None:
    return None if exact is None else float(exact)


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
    if isinstance(true, float) and isinstance(found, float):
        return abs(true - found) <= TOLERANCE
    return bool(true == found)
