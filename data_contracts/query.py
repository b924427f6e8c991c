"""One read-only statement on a published snapshot, for analysts."""

import duckdb
import polars as pl

from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot


class QueryError(ValueError):
    """A statement that cannot be answered; the message says why."""


def run(snapshot: Snapshot, sql: str, outlet: Outlet = Outlet.OPEN) -> pl.DataFrame:
    """The rows of one SELECT.

    Raises:
        QueryError: it is no single SELECT, or DuckDB cannot answer it.
    """
    with snapshots.connect(snapshot, outlet) as connection:
        try:
            statements = duckdb.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise QueryError("give exactly one SELECT statement; nothing else is allowed here")
            return pl.DataFrame(connection.sql(sql).to_arrow_table())
        except duckdb.Error as error:
            raise QueryError(str(error)) from None
