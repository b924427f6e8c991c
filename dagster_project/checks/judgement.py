"""Judges one delivery: which rows are accepted, and which go to quarantine and why.

The delivery arrives as text in memory and is judged in a DuckDB database of its own that
has no file. Only accepted, typed and pseudonymised rows and masked faults leave it.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from dagster_project.checks import predicates
from dagster_project.checks.predicates import KnownValues, Predicate, literal
from dagster_project.settings import TIME_ZONE
from data_contracts.model import Classification, SourceContract

DATE_LIKE = (
    r"^(1[89]|20|21)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?$"
)
BLOCK = 64
"""Bytes that SHA-256 takes at a time."""
SMALL_NUMBER = r"^-?[0-9]{1,4}(\.[0-9]{1,4})?$"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a delivery's rows.

    `faults` has one row a fault: _row, column_name, rule, masked.
    """

    read_count: int
    accepted_count: int
    faults: pl.DataFrame

    @property
    def quarantined_count(self) -> int:
        """Rows with at least one fault."""
        return self.read_count - self.accepted_count

    @property
    def error_share(self) -> float:
        """Quarantined rows as a share of the rows read, 0 to 1."""
        return self.quarantined_count / self.read_count if self.read_count else 0.0


@dataclass(frozen=True, slots=True)
class Promise:
    """A delivery that says it holds nothing but one value of a column.

    Where it `is_month`, the column is a date and the value a month such as 2026-09.
    """

    column: str
    value: str
    is_month: bool = False

    @property
    def is_broken(self) -> str:
        """SQL: whether a row of a batch breaks it; one without a value lacks that alone."""
        held = f"strftime(\"{self.column}\", '%Y-%m')" if self.is_month else f'"{self.column}.text"'
        return f"{held} <> {literal(self.value)}"


class Bench:
    """One delivery laid out to be judged; use as a context manager."""

    def __init__(
        self,
        contract: SourceContract,
        rows: pl.DataFrame,
        delivery: int,
        known: KnownValues,
        promise: Promise | None,
    ) -> None:
        self._contract = contract
        self._connection = duckdb.connect()
        self._connection.execute(f"SET TimeZone = '{TIME_ZONE}'")
        self._connection.register(
            "incoming", rows.with_columns(pl.lit(delivery).alias("_delivery"))
        )
        self._connection.execute(
            f"CREATE TEMP TABLE judged AS SELECT *, {self._faults(known, promise)} AS faults "
            f"FROM ({predicates.batch(contract, 'incoming')})"
        )

    def __enter__(self) -> "Bench":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def judgement(self) -> Judgement:
        """Counts and masked faults; touches no disk."""
        [(read, accepted)] = self._connection.sql(
            "SELECT count(*), count(*) FILTER (len(faults) = 0) FROM judged"
        ).fetchall()
        names = [column.name for column in self._contract.columns]
        masked = " ".join(f"WHEN '{name}' THEN {_mask(name)}" for name in names)
        listed = self._connection.sql(
            "SELECT _row, fault.column_name, fault.rule, "
            f"CASE fault.column_name {masked} END AS masked "
            "FROM (SELECT *, unnest(faults) AS fault FROM judged) ORDER BY ALL"
        ).to_arrow_table()
        return Judgement(read, accepted, pl.DataFrame(listed))

    def write_accepted(self, path: Path, pseudonym_key: bytes) -> None:
        """The accepted rows as Parquet, in the contract's types, with _delivery and _row."""
        self._connection.execute("SET VARIABLE inner_pad = ?", [_pad(pseudonym_key, 0x36)])
        self._connection.execute("SET VARIABLE outer_pad = ?", [_pad(pseudonym_key, 0x5C)])
        columns = ", ".join(
            f'{_pseudonym(c.name)} AS "{c.name}"'
            if c.classification is Classification.PSEUDONYMISE
            else f'"{c.name}"'
            for c in self._contract.columns
        )
        self._connection.execute(
            f"COPY (SELECT {columns}, _delivery, _row FROM judged WHERE len(faults) = 0 "
            f"ORDER BY _row) TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)"
        )

    def _faults(self, known: KnownValues, promise: Promise | None) -> str:
        cells = predicates.of_cells(self._contract, known)
        rows = [
            *predicates.of_rows(self._contract),
            Predicate("surplus_fields", self._contract.columns[0].name, "_surplus"),
        ]
        if promise is not None:
            rows.append(Predicate("outside_scope", promise.column, promise.is_broken))
        cases = [_case(column) for column in cells] + [_case([rule]) for rule in rows]
        return f"list_filter([{', '.join(cases)}], lambda fault: fault IS NOT NULL)"


def _case(rules: list[Predicate]) -> str:
    whens = " ".join(
        f"WHEN {rule.sql} THEN {{'column_name': '{rule.column}', 'rule': '{rule.rule}'}}"
        for rule in rules
    )
    return f"CASE {whens} END"


def _mask(column: str) -> str:
    """Keeps what cannot identify anyone (dates, small numbers), else only the shape."""
    text = f'"{column}.text"'
    shape = f"regexp_replace({text}, '[0-9]', '#', 'g')"
    shape = f"regexp_replace({shape}, '[A-Za-z]', 'x', 'g')"
    shape = f"left(regexp_replace({shape}, '[^\\x20-\\x7E]', '某', 'g'), 40)"
    plain = f"regexp_matches({text}, '{DATE_LIKE}') OR regexp_matches({text}, '{SMALL_NUMBER}')"
    harmless = f"fault.rule <> 'personal_data' AND ({plain})"
    return f"CASE WHEN {harmless} THEN {text} ELSE {shape} END"


def _pseudonym(column: str) -> str:
    """HMAC-SHA256 (RFC 2104) in SQL, shortened to 128 bits, as 32 hexadecimal digits."""
    inner = f"unhex(sha256(getvariable('inner_pad') || encode(\"{column}.text\")))"
    return f"left(sha256(getvariable('outer_pad') || {inner}), 32)"


def _pad(key: bytes, byte: int) -> bytes:
    if len(key) > BLOCK:
        key = hashlib.sha256(key).digest()
    block = key.ljust(BLOCK, b"\0")
    return bytes(b ^ byte for b in block)
