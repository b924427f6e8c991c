"""Rows of source files, whatever the register: who stands in them, how they are spelled, dirt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from dagster_project.demo.spellings import Spelling


class Keyed(Protocol):
    """A dataclass with a number of its own."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str:
        """The number by which the source knows it."""


Register = TypeVar("Register", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up caller or contact, who must never get past the source."""

    name: str
    phone: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Line(Generic[Register]):
    """One row of a source: a record, how it is spelled, and cells that say otherwise.

    `overrides` gives the text of a cell by contract column, in place of the record's.
    """

    record: Register
    person: Person
    spelling: Spelling
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planted:
    """Dirt put into a source on purpose.

    `faults` are the (column, rule) pairs that quarantine must show for it; none for dirt
    that is no fault, as a late row. `key` is the record's number before it was spoiled.
    `is_lost` says that no row of this record may become current.
    """

    kind: str
    contract: str
    file: str
    key: str
    faults: tuple[tuple[str, str], ...] = ()
    is_lost: bool = False
