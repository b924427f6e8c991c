"""Great Expectations over accepted rows: the only module that imports it.

Importing takes seconds, so it happens inside the one function that needs it. Its DuckDB
support is incomplete: it forgets the connection between two queries unless its private list
of dialects that keep theirs includes DuckDB (great_expectations #10738, #11579); that is
amended here and nowhere else. Every exception counts as a failure.
"""

import contextlib
import enum
import io
import logging
import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.checks import predicates
from dagster_project.checks.predicates import KnownValues, Predicate, literal
from dagster_project.settings import TIME_ZONE
from data_contracts.model import SourceContract


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one expectation; `broken_count` is None where it could not be computed."""

    rule: str
    column: str
    broken_count: int | None

    @property
    def is_met(self) -> bool:
        """Whether no accepted row breaks the rule."""
        return self.broken_count == 0


class _Dialect(enum.StrEnum):
    """A dialect name in the form in which Great Expectations compares it."""

    DUCKDB = "duckdb"


def outcomes(contract: SourceContract, accepted: list[Path], known: KnownValues) -> list[Outcome]:
    """Asserts every rule of `contract` on the Parquet files `accepted`, one a delivery."""
    rules = predicates.after_acceptance(contract, known)
    counts = _tally(contract, accepted, rules)
    with _quiet():
        gx = _great_expectations()
        context = gx.get_context(mode="ephemeral")
        source = context.data_sources.add_sql("accepted", connection_string="duckdb:///:memory:")
        asset = source.add_query_asset("tally", query=_listed(counts))
        asserted = [
            gx.expectations.UnexpectedRowsExpectation(
                unexpected_rows_query=(
                    f"SELECT unnest(range(broken_count)) FROM {{batch}} WHERE rule = {number}"
                ),
                meta={"rule": rule.rule, "column": rule.column},
            )
            for number, rule in enumerate(rules)
        ]
        suite = context.suites.add(gx.ExpectationSuite(contract.id, expectations=asserted))
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(
                name=contract.id, data=asset.add_batch_definition("whole"), suite=suite
            )
        )
        results = definition.run().results
        return [_outcome(*pair) for pair in zip(results, counts, strict=True)]


def _tally(
    contract: SourceContract, accepted: list[Path], rules: list[Predicate]
) -> list[int | None]:
    """How many accepted rows break each rule; none where it could not be computed.

    All rules in one reading: asking rule for rule, as Great Expectations would, reads
    everything some fifty times. Only what compares the rows of a delivery with each other is
    asked a file at a time, which bounds its memory.
    """
    alone = {n for n, rule in enumerate(rules) if not rule.compares_rows}
    together = {n for n in range(len(rules)) if n not in alone}
    counts: dict[int, int | None] = dict.fromkeys(range(len(rules)), 0)
    with duckdb.connect() as connection:
        connection.execute(f"SET TimeZone = '{TIME_ZONE}'")
        for numbers, files in [(alone, accepted), *((together, [path]) for path in accepted)]:
            asked = [rules[n].sql for n in sorted(numbers)]
            found = _counted(connection, _batch(contract, files), asked)
            for n, more in zip(sorted(numbers), found, strict=True):
                before = counts[n]
                counts[n] = None if before is None or more is None else before + more
    return [counts[n] for n in range(len(rules))]


def _batch(contract: SourceContract, files: list[Path]) -> str:
    listed = ", ".join(literal(path) for path in files)
    return predicates.batch(contract, f"read_parquet([{listed}], union_by_name = true)")


def _counted(
    connection: duckdb.DuckDBPyConnection, batch: str, asked: list[str]
) -> list[int | None]:
    """The rows of a batch that meet each predicate; where one cannot be computed, none is."""
    broken = ", ".join(f"({sql}) AS rule_{n}" for n, sql in enumerate(asked))
    sums = ", ".join(f"count(*) FILTER (rule_{n})" for n in range(len(asked)))
    query = f"SELECT {sums} FROM (SELECT {broken} FROM ({batch}))"
    try:
        return list(connection.sql(query).fetchall()[0]) if asked else []
    except duckdb.Error:
        return [None] * len(asked)


def _listed(counts: list[int | None]) -> str:
    """The tally as the query of a batch; what could not be computed is a breach."""
    rows = ", ".join(
        f"({number}, {1 if count is None else count})" for number, count in enumerate(counts)
    )
    return f"SELECT * FROM (VALUES {rows}) AS counted (rule, broken_count)"


def _great_expectations() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ["TZ"] = str(TIME_ZONE)
    import great_expectations as gx
    from great_expectations.execution_engine import sqlalchemy_execution_engine as engine

    kept: tuple[Any, ...] = engine._PERSISTED_CONNECTION_DIALECTS
    if _Dialect.DUCKDB not in kept:
        engine._PERSISTED_CONNECTION_DIALECTS = (*kept, _Dialect.DUCKDB)
    return gx


def _outcome(result: Any, counted: int | None) -> Outcome:
    meta = result.expectation_config.meta
    raised = bool(result.exception_info.get("raised_exception", True))
    observed = result.result.get("observed_value")
    is_sure = not raised and observed is not None and counted is not None
    return Outcome(meta["rule"], meta["column"], int(observed) if is_sure else None)


@contextlib.contextmanager
def _quiet() -> Any:
    """Progress bars and warnings of the library are no news for our users."""
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
