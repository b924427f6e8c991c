"""Conditions over the columns of a published table: a small, safe part of SQL.

Comparisons, `in`, `is null`, `and`, `or`, `not` and brackets; nothing else is let through. A
condition is parsed to a tree, held against the table's contract, and written anew from the tree,
so that no word of the user's reaches the database as it stood.
"""

from datetime import date

import sqlglot
from sqlglot import exp

from data_contracts.complaint import Complaint
from data_contracts.model import Column, LogicalType, MartContract, Text

LONGEST = 500
COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
EQUALITIES = (exp.EQ, exp.NEQ)
KINDS = {
    LogicalType.STRING: Text("文本", "text"),
    LogicalType.INTEGER: Text("数", "number"),
    LogicalType.NUMBER: Text("数", "number"),
    LogicalType.BOOLEAN: Text("真假", "yes-or-no"),
    LogicalType.DATE: Text("日期", "date"),
}
"""The types of column that a condition may use, in words."""
LANGUAGE = Text(
    "只能用列名、= <> < <= > >=、in (…)、is null、is not null、and、or、not、括号和固定值",
    "use column names, = <> < <= > >=, in (…), is null, is not null, and, or, not, brackets "
    "and constants only",
)


class ConditionError(Complaint):
    """A condition that is not of the language, or does not fit its table; it names the place."""


def compiled(text: str, table: MartContract) -> str:
    """The condition as SQL over the columns of `table`.

    Raises:
        ConditionError: it is no such condition.
    """
    if len(text) > LONGEST:
        raise ConditionError(
            f"条件长于 {LONGEST} 个字符，请改短。",
            f"the condition is longer than {LONGEST} characters; shorten it",
        )
    return _Writer(table).condition(_tree(text))


def _tree(text: str) -> exp.Expr:
    try:
        trees = sqlglot.parse(text, read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        place = error.errors[0] if isinstance(error, sqlglot.errors.ParseError) else {}
        read = f"{place.get('start_context', '')}{place.get('highlight', '')}"[-20:]
        cn, en = (f"在“{read}”处", f" at '{read}'") if read else ("", "")
        raise ConditionError(
            f"条件{cn}写法有误，请检查括号、引号（须为半角、成对）和 and、or 的两边。",
            f"the condition breaks off{en}; check that brackets and quotes come in pairs, and both "
            "sides of and, or",
        ) from None
    if len(trees) != 1 or trees[0] is None:
        raise ConditionError(
            "须恰好写一个条件，不能有分号。",
            "give exactly one condition, without a semicolon",
        )
    return trees[0]


class _Writer:
    """Writes the SQL of a tree, and refuses what is not of the language."""

    def __init__(self, table: MartContract) -> None:
        self._table = table
        self._columns = {column.name: column for column in table.columns}

    def condition(self, node: exp.Expr) -> str:
        """Something that is true or not."""
        match node:
            case exp.Paren():
                return self.condition(node.this)
            case exp.And() | exp.Or():
                word = "and" if isinstance(node, exp.And) else "or"
                return f"({self.condition(node.left)} {word} {self.condition(node.right)})"
            case exp.Not():
                return f"(not {self.condition(node.this)})"
            case exp.Is(this=exp.Column() as named, expression=exp.Null()):
                return f"({self._name(self._column(named))} is null)"
            case exp.In(this=exp.Column() as named):
                return self._in(node, self._column(named))
            case exp.Column():
                return self._name(self._fitting(node, LogicalType.BOOLEAN))
            case _ if type(node) in COMPARISONS:
                return self._comparison(node)
        raise self._foreign(node)

    def _comparison(self, node: exp.Expr) -> str:
        left, right = node.args["this"], node.args["expression"]
        sign = COMPARISONS[type(node)]
        if not isinstance(left, exp.Column):
            raise self._foreign(node)
        if isinstance(right, exp.Null):
            raise ConditionError(
                f"“{_shown(node)}”永远不成立，请改用 is null 或 is not null。",
                f"'{_shown(node)}' is never true; use is null or is not null",
            )
        column = self._column(left)
        kind = column.logical_type
        if not isinstance(node, EQUALITIES) and kind in (LogicalType.STRING, LogicalType.BOOLEAN):
            raise ConditionError(
                f"“{_shown(node)}”：{KINDS[kind].cn}列 {column.name} 不分大小，请用 = 或 <>。",
                f"'{_shown(node)}': the {KINDS[kind].en} column {column.name} has no order; "
                "use = or <>",
            )
        if isinstance(right, exp.Column):
            return f"({self._name(column)} {sign} {self._name(self._fitting(right, kind))})"
        return f"({self._name(column)} {sign} {self._constant(right, column)})"

    def _in(self, node: exp.In, column: Column) -> str:
        if not node.expressions:
            raise self._foreign(node)
        listed = ", ".join(self._constant(value, column) for value in node.expressions)
        return f"({self._name(column)} in ({listed}))"

    def _column(self, node: exp.Column) -> Column:
        """The column of the table that a name means, if it may be used."""
        column = self._columns.get(node.name)
        if column is None or len(node.parts) > 1:
            listed = ", ".join(self._columns)
            raise ConditionError(
                f"{self._table.id} 没有列“{_shown(node)}”，请改用以下之一：{listed}。",
                f"{self._table.id} has no column '{_shown(node)}'; use one of {listed}",
            )
        if column.logical_type not in KINDS:
            raise ConditionError(
                f"列 {column.name} 的类型 {column.logical_type} 不能用于条件，请改用其他列。",
                f"the column {column.name} is of type {column.logical_type}, which no condition "
                "takes; use another",
            )
        return column

    def _fitting(self, node: exp.Column, kind: LogicalType) -> Column:
        """A column of the kind that its place asks for."""
        column = self._column(node)
        if KINDS[column.logical_type] != KINDS[kind]:
            raise _unlike(node, KINDS[kind])
        return column

    def _constant(self, node: exp.Expr, column: Column) -> str:
        """A constant of the kind of `column`; of its codes where it has any."""
        kind = KINDS[column.logical_type]
        match node:
            case exp.Boolean() if column.logical_type is LogicalType.BOOLEAN:
                return "true" if node.this else "false"
            case exp.Literal(is_string=False) if kind.en == "number":
                return str(node.this)
            case exp.Neg(this=exp.Literal(is_string=False) as size) if kind.en == "number":
                return f"-{size.this}"
            case exp.Literal(is_string=True) if column.logical_type is LogicalType.DATE:
                return f"date '{_day(node)}'"
            case exp.Literal(is_string=True) if column.logical_type is LogicalType.STRING:
                return self._text(str(node.this), column)
            case exp.Literal() | exp.Boolean() | exp.Neg(this=exp.Literal()):
                raise _unlike(node, kind)
        raise self._foreign(node)

    def _text(self, value: str, column: Column) -> str:
        codes = [code for code, _ in column.codes]
        if codes and value not in codes:
            raise ConditionError(
                f"列 {column.name} 没有代码“{value}”，请改用以下之一：{'、'.join(codes)}。",
                f"{column.name} has no code '{value}'; use one of {', '.join(codes)}",
            )
        quoted = value.replace("'", "''")
        return f"'{quoted}'"

    def _name(self, column: Column) -> str:
        return f'"{column.name}"'

    def _foreign(self, node: exp.Expr) -> ConditionError:
        return ConditionError(
            f"“{_shown(node)}”不能用于条件；{LANGUAGE.cn}。",
            f"'{_shown(node)}' is no part of a condition; {LANGUAGE.en}",
        )


def _shown(node: exp.Expr) -> str:
    """A part of the condition, short enough for a sentence."""
    return node.sql(dialect="duckdb", comments=False)[:60]


def _day(node: exp.Literal) -> str:
    try:
        return date.fromisoformat(str(node.this)).isoformat()
    except ValueError:
        raise ConditionError(
            f"“{_shown(node)}”不是日期，请写作 '2026-07-01'。",
            f"{_shown(node)} is no date; write it as '2026-07-01'",
        ) from None


def _unlike(node: exp.Expr, kind: Text) -> ConditionError:
    return ConditionError(
        f"“{_shown(node)}”处须为{kind.cn}类型，请更正。",
        f"'{_shown(node)}' stands where a {kind.en} value is meant; correct it",
    )
