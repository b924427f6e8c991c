"""Whatever the order, the repetition and the grouping of arrivals: the same current rows."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.unit.warehouse import rule
from tests.unit.warehouse.register import Mode, Register, Row, Sent

ITEMS = "abcdef"
FEW = settings(max_examples=8, deadline=None, derandomize=True, database=None)
MORE = settings(FEW, max_examples=16)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A set of deliveries, the runs in which they happened to arrive, and new bases among them."""

    sent: tuple[Sent, ...]
    runs: tuple[tuple[Sent, ...], ...]
    settles: tuple[bool, ...]

    @property
    def in_order(self) -> list[Sent]:
        return [one for run in self.runs for one in run]


@st.composite
def arrivals(
    draw: DrawFn,
    terms: Sequence[tuple[Mode, str | None]],
    times: Sequence[int | None] = (None,),
    sources: str = "m",
) -> Arrivals:
    """Up to six deliveries of six items on some of `terms`, some of them sent twice."""
    deliveries = range(draw(st.integers(3, 6)))
    sent = tuple(draw(_delivery(f"{number:02d}", terms, times, sources)) for number in deliveries)
    again = draw(st.lists(st.sampled_from(sent), max_size=2))
    arrived = draw(st.permutations([*sent, *again]))
    size = draw(st.sampled_from([1, 2, len(arrived)]))
    runs = [tuple(arrived[first : first + size]) for first in range(0, len(arrived), size)]
    settles = tuple(draw(st.booleans()) for _ in runs)
    return Arrivals(sent, tuple(runs), settles)


@st.composite
def _delivery(
    draw: DrawFn,
    order: str,
    terms: Sequence[tuple[Mode, str | None]],
    times: Sequence[int | None],
    sources: str,
) -> Sent:
    mode, scope = draw(st.sampled_from(terms))
    value: SearchStrategy[str] = st.sampled_from("xyz")
    rows = [
        Row(item, draw(value), draw(st.sampled_from(times)))
        for item in ITEMS
        if draw(st.booleans())
    ]
    return Sent(order, tuple(rows), mode, scope, mapping=draw(st.sampled_from(sources)))


def _holds_after(arrived: Arrivals, has_time: bool) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        register = Register(Path(folder), has_time)
        try:
            held: dict[str, str] = {}
            for run, settles in zip(arrived.runs, arrived.settles, strict=True):
                if settles:
                    register.settle()
                register.run(*run)
                held = _follow(held, register)
            _remembers(arrived, register)
            return held
        finally:
            register.close()


def _follow(held: dict[str, str], register: Register) -> dict[str, str]:
    """What holds now; what the run says it changed must lead there from what held before."""
    changes, now = register.changes(), register.current()
    ended = {item: value for item, value, is_current in changes if not is_current}
    begun = {item: value for item, value, is_current in changes if is_current}
    assert {i: v for i, v in held.items() if i not in ended} | begun == now
    assert ended.items() <= held.items()
    return now


def _remembers(arrived: Arrivals, register: Register) -> None:
    """History tells of every run what the rule makes of all that had arrived by then."""
    by_then: list[Sent] = []
    for number, run in enumerate(arrived.runs, start=1):
        by_then += run
        assert register.known_after(number) == rule.current(by_then)


def _agrees(arrived: Arrivals, has_time: bool) -> None:
    expected = rule.current(arrived.in_order)
    assert expected == rule.current(arrived.sent), "the rule itself depends on the order"
    assert _holds_after(arrived, has_time) == expected


@FEW
@given(arrivals([("upsert", None)], times=[None, 1, 2]))
def test_merge__upsert_by_time(arrived: Arrivals) -> None:
    _agrees(arrived, has_time=True)


@FEW
@given(arrivals([("upsert", None)]))
def test_merge__upsert_by_order(arrived: Arrivals) -> None:
    _agrees(arrived, has_time=False)


@FEW
@given(arrivals([("append", None)], times=[None, 1, 2]))
def test_merge__append(arrived: Arrivals) -> None:
    _agrees(arrived, has_time=True)


@MORE
@given(arrivals([("snapshot", "*")], sources="mn"))
def test_merge__whole_snapshots_of_two_sources(arrived: Arrivals) -> None:
    _agrees(arrived, has_time=False)


@MORE
@given(arrivals([("snapshot", "2026-09"), ("snapshot", "2026-10")]))
def test_merge__monthly_snapshots(arrived: Arrivals) -> None:
    _agrees(arrived, has_time=False)


@MORE
@given(arrivals([("snapshot", "*"), ("upsert", None)]))
def test_merge__snapshots_among_upserts(arrived: Arrivals) -> None:
    _agrees(arrived, has_time=False)


@MORE
@given(arrivals([("snapshot", "2026-09"), ("snapshot", "2026-10")], times=[None, 1, 2]))
def test_merge__monthly_snapshots_with_times(arrived: Arrivals) -> None:
    _agrees(arrived, has_time=True)


@FEW
@given(arrivals([("snapshot", "*")], times=[None, 1, 2]))
def test_merge__what_the_highest_whole_snapshot_lists_holds(arrived: Arrivals) -> None:
    """Whatever the times of its rows."""
    highest = max(arrived.sent, key=lambda sent: sent.order)
    expected = {row.item: row.value for row in highest.rows}
    assert _holds_after(arrived, has_time=True) == expected
