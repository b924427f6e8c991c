"""The small typed view of a data contract that the rest of the product works with.

A contract file follows the Open Data Contract Standard v3.1; `loader` reads it into these
classes. Nothing here reads a file.
"""

from dataclasses import dataclass
from enum import StrEnum


class Classification(StrEnum):
    """Who may see a column, and whether it may be read at all."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PSEUDONYMISE = "pseudonymise"
    """Replaced by a keyed hash before the first byte reaches the disk."""
    FORBIDDEN = "forbidden"
    """Known to exist in sources, and never read."""


class DataClass(StrEnum):
    """Whether a register speaks of what persons did or of what institutions did."""

    PERSON_DERIVED = "person_derived"
    INSTITUTIONAL = "institutional"


class Outlet(StrEnum):
    """A file of a snapshot, by who may open it; each is wider than the next."""

    OPEN = "open"
    """For everyone."""
    OFFICE = "office"
    """By grant: exact aggregates, for an office must see its own numbers."""
    RESTRICTED = "restricted"
    """By grant: row by row, under pseudonyms and in weeks."""

    @property
    def is_granted(self) -> bool:
        """Whether it is opened by grant only, and each time recorded."""
        return self is not Outlet.OPEN


class LogicalType(StrEnum):
    """The column types of the standard that contracts use."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    ARRAY = "array"


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in both languages, Chinese first."""

    cn: str
    en: str

    def both(self) -> str:
        """Both languages in one line, for places that hold a single description."""
        return f"{self.cn} {self.en}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: every value must be known in `contract`.`column`."""

    contract: str
    column: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that a good row never meets, blamed on one column.

    `predicate` is SQL over the contract's typed columns and is true for a bad row.
    """

    id: str
    column: str
    predicate: str
    description: Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a contract."""

    name: str
    label: Text
    description: Text
    logical_type: LogicalType
    physical_type: str
    classification: Classification
    required: bool = False
    key_position: int | None = None
    pattern: str | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    codes: tuple[tuple[str, Text], ...] = ()
    references: Reference | None = None

    @property
    def is_key(self) -> bool:
        """Whether the column is part of the primary key."""
        return self.key_position is not None

    @property
    def is_free_text(self) -> bool:
        """Whether it may hold any words, such as a name."""
        is_bound = self.pattern is not None or self.codes or self.references is not None
        return self.logical_type is LogicalType.STRING and not is_bound


@dataclass(frozen=True, slots=True)
class SourceContract:
    """What one input table promises."""

    id: str
    version: str
    label: Text
    description: Text
    domain: str
    owner: str
    data_class: DataClass
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    max_error_share: float
    freshness_days: int | None
    event_date: str | None
    smallest_count: int | None = None
    """The smallest count of its rows that is shown to everyone; none where every count is."""
    forbidden: tuple[Column, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the primary key's columns, in order."""
        keyed = [column for column in self.columns if column.key_position is not None]
        return tuple(c.name for c in sorted(keyed, key=lambda c: c.key_position or 0))

    @property
    def is_event_period(self) -> bool:
        """Whether a row names the period that it is for in place of a day."""
        if self.event_date is None:
            return False
        return self.column(self.event_date).logical_type is LogicalType.STRING

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Months:
    """How a table of a register's rows is published in files of a month each.

    A row lies in the month of its `week` (a published column), the week of the register's
    `day`. It may change when the cut-off passes one of the register's `days`.
    """

    register: str
    week: str
    day: str
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InOpen:
    """What the open outlet leaves blank of a table that speaks of what persons did.

    Where a column `register` names the register that a row speaks of, the columns `blank` of
    every person-derived one are empty, or the rows are left out if no column is named. Elsewhere
    it is decided figure by figure what of `blank` is empty, by the model `open_<table>`. A table
    that is `derived_from` another follows from what everyone sees of that one.
    """

    register: str | None
    blank: tuple[str, ...]
    derived_from: str | None = None


@dataclass(frozen=True, slots=True)
class MartContract:
    """What one published table promises; `months` where it is published in files of a month.

    `outlet` is the widest one in which the table stands. `registers` are those whose rows it
    lists or counts: of `fct_<register>` that one, of others what the contract says.
    """

    id: str
    version: str
    label: Text
    description: Text
    outlet: Outlet
    data_class: DataClass
    columns: tuple[Column, ...]
    months: Months | None = None
    in_open: InOpen | None = None
    registers: tuple[str, ...] = ()

    @property
    def is_protected(self) -> bool:
        """Whether a model of its own says what everyone may see of it."""
        return self.in_open is not None and self.in_open.register is None

    @property
    def is_released(self) -> bool:
        """Whether a release decides on what everyone may see of it, and is kept for the next."""
        return self.is_protected and self.in_open is not None and not self.in_open.derived_from

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the columns that make the grain, in order."""
        keyed = [column for column in self.columns if column.key_position is not None]
        return tuple(c.name for c in sorted(keyed, key=lambda c: c.key_position or 0))

    def stands_in(self, outlet: Outlet) -> bool:
        """Whether the file of `outlet` holds the table; an office's own holds all open ones too."""
        return outlet is self.outlet or (outlet is Outlet.OFFICE and self.outlet is Outlet.OPEN)
