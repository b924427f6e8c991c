"""How dirt gets into a source file, whatever the register, and how it is remembered.

Every piece of dirt has a record of its own, so that counts by rule are unambiguous, and a
file never holds more of it than its share, so that no delivery is refused as a whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Generic

from dagster_project.demo.lines import Line, Planted, Register


@dataclass
class Page(Generic[Register]):
    """A source file in the making; `room` is the most pieces of dirt that it may hold."""

    name: str
    lines: list[Line[Register]]
    room: int
    taken: set[str] = field(default_factory=set)


def any_record(_: object) -> bool:
    """Suits every record."""
    return True


@dataclass(frozen=True)
class Kind(Generic[Register]):
    """A kind of dirt that spoils a row: the faults that it makes, and how."""

    name: str
    faults: tuple[tuple[str, str], ...]
    spoil: Callable[[Line[Register]], Line[Register]]
    times: int = 1
    suits: Callable[[Register], bool] = any_record


@dataclass(frozen=True)
class Repeat(Generic[Register]):
    """A kind of dirt that adds a losing row with the key of another, above or below it."""

    name: str
    loser: Callable[[Line[Register]], Line[Register]]
    is_above: bool
    times: int = 1
    suits: Callable[[Register], bool] = any_record


def cells(name: str, column: str, rule: str, *texts: str) -> list[Kind[Any]]:
    """Dirt that is one cell with a wrong text, one piece for each text; it breaks `rule`."""
    return [Kind(name, ((column, rule),), _overwriting(column, text)) for text in texts]


def _overwriting(column: str, text: str) -> Callable[[Line[Any]], Line[Any]]:
    return lambda line: write(line, **{column: text})


def write(line: Line[Register], **cells: str) -> Line[Register]:
    """The line with other texts in some cells."""
    return replace(line, overrides={**line.overrides, **cells})


def amend(line: Line[Register], **fields: Any) -> Line[Register]:
    """The line with another record of the same spelling."""
    return replace(line, record=replace(line.record, **fields))


def plant(
    rng: Random,
    contract: str,
    pages: Sequence[Page[Register]],
    kinds: Sequence[Kind[Register]],
    suits: Callable[[Register], bool] = any_record,
) -> list[Planted]:
    """Spoils a row for each kind and time; only rows that `suits` are touched.

    Raises:
        ValueError: the files have no room or no suitable row left.
    """
    planted = []
    for kind in kinds:
        for _ in range(kind.times):
            page, index = _place(rng, pages, kind.name, suits, kind.suits)
            key = page.lines[index].record.key
            page.lines[index] = kind.spoil(page.lines[index])
            planted.append(Planted(kind.name, contract, page.name, key, kind.faults, is_lost=True))
    return planted


def repeat(
    rng: Random,
    contract: str,
    key_column: str,
    pages: Sequence[Page[Register]],
    repeats: Sequence[Repeat[Register]],
) -> list[Planted]:
    """Adds a losing row for each kind and time.

    Raises:
        ValueError: the files have no room or no suitable row left.
    """
    planted = []
    for kind in repeats:
        for _ in range(kind.times):
            page, index = _place(rng, pages, kind.name, kind.suits)
            line = page.lines[index]
            page.lines.insert(index if kind.is_above else index + 1, kind.loser(line))
            faults = ((key_column, "duplicate_key"),)
            planted.append(Planted(kind.name, contract, page.name, line.record.key, faults))
    return planted


def _place(
    rng: Random,
    pages: Sequence[Page[Register]],
    name: str,
    *suits: Callable[[Register], bool],
) -> tuple[Page[Register], int]:
    open_pages = [page for page in pages if len(page.taken) < page.room]
    for page in rng.sample(open_pages, len(open_pages)):
        clean = [
            index
            for index, line in enumerate(page.lines)
            if line.record.key not in page.taken and all(suit(line.record) for suit in suits)
        ]
        if clean:
            index = rng.choice(clean)
            page.taken.add(page.lines[index].record.key)
            return page, index
    raise ValueError(f"the demo world has no room left for dirt of the kind '{name}'")
