"""Cards of the small world, and the same with one line changed."""

from typing import Any

from dashboards import scorecard_queries
from dashboards.scorecards import Card, Line
from data_contracts.snapshot import Snapshot
from tests.dashboards.fixture_world import HOME

PERIOD, BEFORE = "2026-Q3", "2026-Q2"


def card_of(snapshot: Snapshot, period: str = PERIOD) -> Card:
    found = scorecard_queries.card(snapshot, period, "area", HOME)
    assert found is not None
    return found


def line_of(card: Card, indicator: str, **changes: Any) -> Line:
    [found] = [line for line in card.lines if line.indicator.id == indicator]
    names = [*Line.__dataclass_fields__]
    return Line(**({name: getattr(found, name) for name in names} | changes))


def with_line(card: Card, line: Line) -> Card:
    lines = [line if one.indicator == line.indicator else one for one in card.lines]
    return Card(card.subject, card.period, card.total, card.mechanisms, tuple(lines))
