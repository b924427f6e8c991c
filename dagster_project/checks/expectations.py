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

from dagster_project.checks import predicates
from dagster_project.checks.predicates import KnownValues, literal
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
    """Asserts every rule of `contract` on the Parquet files `accepted`."""
    with _quiet():
        gx = _great_expectations()
        context = gx.get_context(mode="ephemeral")
        source = context.data_sources.add_sql("accepted", connection_string="duckdb:///:memory:")
        files = ", ".join(literal(path) for path in accepted)
        relation = f"read_parquet([{files}], union_by_name = true)"
        asset = source.add_query_asset("batch", query=predicates.batch(contract, relation))
        suite = context.suites.add(gx.ExpectationSuite(name=contract.id))
        for predicate in predicates.after_acceptance(contract, known):
            broken = f"SELECT *, ({_braces_doubled(predicate.sql)}) AS is_broken FROM {{batch}}"
            suite.add_expectation(
                gx.expectations.UnexpectedRowsExpectation(
                    unexpected_rows_query=f"SELECT * FROM ({broken}) WHERE is_broken",
                    meta={"rule": predicate.rule, "column": predicate.column},
                )
            )
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(
                name=contract.id, data=asset.add_batch_definition("whole"), suite=suite
            )
        )
        return [_outcome(result) for result in definition.run().results]


def _great_expectations() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ["TZ"] = str(TIME_ZONE)
    import great_expectations as gx
    from great_expectations.execution_engine import sqlalchemy_execution_engine as engine

    kept: tuple[Any, ...] = engine._PERSISTED_CONNECTION_DIALECTS
    if _Dialect.DUCKDB not in kept:
        engine._PERSISTED_CONNECTION_DIALECTS = (*kept, _Dialect.DUCKDB)
    return gx


def _braces_doubled(sql: str) -> str:
    """Great Expectations formats the query, in which regular expressions have braces too."""
    return sql.replace("{", "{{").replace("}", "}}")


def _outcome(result: Any) -> Outcome:
    meta = result.expectation_config.meta
    raised = bool(result.exception_info.get("raised_exception", True))
    observed = result.result.get("observed_value")
    count = None if raised or observed is None else int(observed)
    return Outcome(meta["rule"], meta["column"], count)


@contextlib.contextmanager
def _quiet() -> Any:
    """Progress bars and warnings of the library are no news for our users."""
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
