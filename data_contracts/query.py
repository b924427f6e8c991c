"""One read-only statement on a published snapshot, for analysts."""

import duckdb
import polars as pl

from data_contracts import snapshot as snapshots
from data_contracts.complaint import Complaint
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot

SPEAKS_OF_THE_STATEMENT = (
    duckdb.ParserException,
    duckdb.SyntaxException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.PermissionException,
)
"""Errors whose words come from the statement alone; others may quote a cell."""


class QueryError(Complaint):
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
                raise QueryError(
                    "只能执行一条 SELECT 语句，请改写。",
                    "give exactly one SELECT statement; nothing else is allowed here",
                )
            return pl.DataFrame(connection.sql(sql).to_arrow_table())
        except duckdb.Error as error:
            raise _complaint(error) from None
        except pl.exceptions.PolarsError:
            raise QueryError(
                "结果中有无法导出的类型（如时间间隔），请在语句中转换，如 CAST(列 AS VARCHAR)。",
                "the result has a type that cannot be given out, such as an interval; "
                "cast it in the statement, for example to VARCHAR",
            ) from None


def _complaint(error: duckdb.Error) -> QueryError:
    if isinstance(error, SPEAKS_OF_THE_STATEMENT):
        return QueryError("语句有误，请按下面 DuckDB 的说明更正。", str(error))
    kind = type(error).__name__
    return QueryError(
        f"语句执行失败（{kind}），请检查其中的类型转换和函数。",
        f"the statement fails on some row ({kind}); check its casts and functions",
    )
