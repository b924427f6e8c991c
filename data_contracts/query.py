"""The product's own statements on a published snapshot, and what is said of any that fails.

What an analyst writes never runs here but in `sandbox`, in a process of its own.
"""

import re
import unicodedata

import duckdb
import polars as pl

from data_contracts import snapshot as snapshots
from data_contracts.complaint import Complaint
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot

SPEAKS_OF_THE_STATEMENT = {
    "ParserException",
    "SyntaxException",
    "BinderException",
    "CatalogException",
}
"""Errors whose words come from the statement alone; others may quote a cell or a path."""
LONGEST_WORDS = 2_000
DEPTH = "Max expression depth"
"""How DuckDB begins to say it; it goes on with a setting that nobody may change here."""
LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)


class QueryError(Complaint):
    """A statement that cannot be answered; the message says why."""


def trusted(snapshot: Snapshot, sql: str, outlet: Outlet = Outlet.OPEN) -> pl.DataFrame:
    """The rows of a statement that the product itself has written; runs in this process.

    Raises:
        QueryError: DuckDB cannot answer it.
    """
    with snapshots.connect(snapshot, outlet) as connection:
        try:
            return pl.DataFrame(connection.sql(sql).to_arrow_table())
        except duckdb.Error as error:
            raise failed(type(error).__name__, str(error)) from None
        except pl.exceptions.PolarsError:
            raise refused("type", "") from None


def failed(error: str, said: str) -> QueryError:
    """What is said of DuckDB's error of that class and words, without quoting a cell or a path."""
    if DEPTH in said:
        return refused("too_deep", "")
    if error in SPEAKS_OF_THE_STATEMENT:
        line = LINE.search(said)
        where = f"第 {line[1]} 行" if line else ""
        return QueryError(f"语句{where}有误，请按下面 DuckDB 的说明更正。", printable(said))
    if error in ("OutOfMemoryException", "MemoryError"):
        return refused("memory", "")
    if error == "InterruptException":
        return refused("time", "")
    if error == "PermissionException":
        return refused("outside", "")
    return QueryError(
        f"语句执行失败（{printable(error)}），请检查其中的类型转换和函数。",
        f"the statement fails on some row ({printable(error)}); check its casts and functions",
    )


def refused(rule: str, name: str) -> QueryError:
    """What is said of a statement that breaks `rule` by naming `name`."""
    cn, en = RULES[rule]
    return QueryError(cn.format(name=printable(name)), en.format(name=printable(name)))


def printable(text: str) -> str:
    """`text` cut to a readable length and without characters that steer a terminal or hide."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c)[0] != "C")
    return "".join(kept)[:LONGEST_WORDS]


RULES = {
    "one_select": (
        "只能执行一条 SELECT 语句，请改写。",
        "give exactly one SELECT statement; nothing else is allowed here",
    ),
    "too_long": (
        "语句超过 100 kB，请缩短，例如把长名单改为连接或子查询。",
        "the statement is longer than 100 kB; shorten it, for example by a join instead of a list",
    ),
    "too_deep": (
        "语句嵌套过深，请拆成几层 WITH。",
        "the statement is nested too deeply; take it apart into steps of a WITH",
    ),
    "not_text": (
        "语句中有无法识别的字符，请重新输入。",
        "the statement has characters that are no text; type it again",
    ),
    "table_function": (
        "这里不能使用表函数 {name}，只能读取本出口的表。",
        "the table function '{name}' is not allowed here; read the tables of this outlet",
    ),
    "table": (
        "这里不能读取系统表 {name}；表的清单请用 SHOW TABLES，列请用 DESCRIBE。",
        "the system table '{name}' is not to be read here; SHOW TABLES lists the tables and "
        "DESCRIBE the columns",
    ),
    "function": (
        "这里不能使用函数 {name}。",
        "the function '{name}' is not allowed here",
    ),
    "outside": (
        "语句要读取本出口以外的内容，已拒绝；只能读取本出口的表。",
        "the statement reaches for something outside this outlet; read the tables of this outlet",
    ),
    "type": (
        "结果中有无法导出的类型（如时间间隔），请在语句中转换，如 CAST(列 AS VARCHAR)。",
        "the result has a type that cannot be given out, such as an interval; "
        "cast it in the statement, for example to VARCHAR",
    ),
    "bytes": (
        "结果超过 64 MiB，请减少列或行，或先汇总。",
        "the result is larger than 64 MiB; ask for fewer columns or rows, or for sums",
    ),
    "memory": (
        "语句需要的内存超过上限，请减少行、连接或分组。",
        "the statement needs more memory than it may use; ask for fewer rows, joins or groups",
    ),
    "time": (
        "语句在时限内没有完成，已停止；请缩小范围或先汇总。",
        "the statement did not end within its time and was stopped; narrow it or ask for sums",
    ),
    "cancelled": ("查询已取消。", "the query was cancelled"),
    "ended": (
        "执行语句的进程意外结束，可能是嵌套过深或内存不足，请简化语句。",
        "the process that ran the statement ended before its time, of too deep nesting or too "
        "little memory; make the statement simpler",
    ),
}
"""By rule, in Chinese and English, why a statement is not answered and what to do."""
