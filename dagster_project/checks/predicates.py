"""From contract rules to SQL predicates that are true for a bad row.

The same predicates select rows for quarantine (`judgement`) and are asserted on what was
accepted (`expectations`). They are written over a `batch`: every contract column with its
type, its text as "<column>.text", and the columns `_delivery` and `_row`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dagster_project import personal, unseen
from data_contracts.model import (
    Classification,
    Column,
    LogicalType,
    Reference,
    SourceContract,
    Text,
)

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
SHAPES = {
    LogicalType.INTEGER: "-?[0-9]+",
    LogicalType.NUMBER: "-?[0-9]+([.][0-9]+)?(e[+-][0-9]+)?",
    LogicalType.BOOLEAN: "true|false",
    LogicalType.DATE: DAY,
    LogicalType.TIMESTAMP: (
        f"{DAY} [0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]+)?)?(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)?"
    ),
}
"""How values look once they are normalised, and again when DuckDB writes them.

DuckDB alone would take 12.5 for an integer and 'epoch' for a date.
"""
PLAIN_MOMENT = f"{DAY} [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}([+-][0-9]{{2}})?"
"""How nearly every moment is written; holds no other number."""

BUILT_IN = {
    "required": Text("必填项为空。", "A required value is empty."),
    "personal_data": Text(
        "疑似个人信息（手机号或身份证号）。", "Looks like a telephone or identity number."
    ),
    "unseen": Text("含看不见的控制字符。", "Holds a control character that cannot be seen."),
    "type": Text("格式不正确。", "Is not of the column's type."),
    "unknown_code": Text("不在代码表内。", "Is not in the code list."),
    "pattern": Text("编码格式不符。", "Does not have the agreed form."),
    "max_length": Text("超过最大长度。", "Is longer than allowed."),
    "range": Text("超出允许范围。", "Is outside the allowed range."),
    "unknown_reference": Text("引用的代码不存在。", "Refers to a code that is not known."),
    "duplicate_key": Text("同一次交付中主键重复。", "Its key stands in the same delivery again."),
    "outside_scope": Text(
        "不属于本次交付所报的范围（如月份、批次）。",
        "Lies outside what the delivery is for, such as a month or a wave.",
    ),
    "surplus_fields": Text("该行字段数多于表头。", "The row has more fields than the header."),
}

ADVICE = {
    "required": Text("请补填。", "Fill it in."),
    "personal_data": Text(
        "请删去，个人信息不得填报。", "Remove it: nothing of a person goes here."
    ),
    "unseen": Text("请删去后重新键入。", "Remove it, and type the text again."),
    "type": Text(
        "请按该列类型填写（日期如2026-10-08，数字不带单位）。",
        "Write it in the column's type: a date as 2026-10-08, a number without its unit.",
    ),
    "unknown_code": Text("请从下拉列表中选择。", "Choose from the list."),
    "pattern": Text("请按填写说明的编码格式填写。", "Write the code as the guide sheet says."),
    "max_length": Text("请缩短。", "Shorten it."),
    "range": Text("请核对数值。", "Look the number up again."),
    "unknown_reference": Text(
        "请从下拉列表中选择；确属新增的，请先提交其所在的登记簿。",
        "Choose from the list, or first submit the register that it is new in.",
    ),
    "duplicate_key": Text("请只保留一行，或改正编号。", "Keep one row, or correct its number."),
    "outside_scope": Text("请移到所属范围的文件中。", "Move it to the file that it belongs to."),
    "surplus_fields": Text("请删去多出的单元格。", "Remove the cells that have no header."),
}
"""What to do about the rules that every contract has."""
OWN_ADVICE = Text("请核对本行有关各列。", "Compare the columns of this row.")
"""What to do about a rule of a contract's own, whose description says what is wrong."""

KnownValues = Callable[[Reference], str]
"""Gives the SQL subquery that lists every known value of a referenced column."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """One rule as SQL: `sql` is true for a row that breaks it.

    Most look at a row alone; one that `compares_rows` looks at its whole delivery.
    """

    rule: str
    column: str
    sql: str
    compares_rows: bool = False


def of_cells(contract: SourceContract, known: KnownValues) -> list[list[Predicate]]:
    """The rules of each column, in the order in which a cell reports its first fault."""
    return [_of_column(column, known) for column in contract.columns]


def of_rows(contract: SourceContract) -> list[Predicate]:
    """The contract's own rules, and the uniqueness of its key within a delivery."""
    own = [Predicate(rule.id, rule.column, rule.predicate) for rule in contract.rules]
    return [*own, _duplicate_key(contract)]


def after_acceptance(contract: SourceContract, known: KnownValues) -> list[Predicate]:
    """Every predicate that must find nothing in accepted rows.

    A pseudonym is no longer the text that was judged, so only its presence is asserted.
    """
    hidden = {c.name for c in contract.columns if c.classification is Classification.PSEUDONYMISE}
    cells = [
        predicate
        for column in of_cells(contract, known)
        for predicate in column
        if predicate.column not in hidden or predicate.rule == "required"
    ]
    return [*cells, *of_rows(contract)]


def batch(contract: SourceContract, relation: str) -> str:
    """The SQL of a batch over `relation`, whose columns may be text or typed already."""
    columns = ", ".join(
        f'try_cast("{c.name}" AS {c.physical_type}) AS "{c.name}", '
        f'CAST("{c.name}" AS VARCHAR) AS "{c.name}.text"'
        for c in contract.columns
    )
    rest = ", ".join(f'"{c.name}"' for c in contract.columns)
    return f"SELECT * EXCLUDE ({rest}), {columns} FROM {relation}"


def describe(contract: SourceContract, rule: str) -> Text:
    """What `rule` says, in both languages."""
    own = {r.id: r.description for r in contract.rules}
    return own.get(rule) or BUILT_IN[rule]


def advise(rule: str) -> Text:
    """What to do about a row that breaks `rule`, in both languages."""
    return ADVICE.get(rule, OWN_ADVICE)


def literal(text: object) -> str:
    """`text` as an SQL string."""
    return "'" + str(text).replace("'", "''") + "'"


def _of_column(column: Column, known: KnownValues) -> list[Predicate]:
    value, text = f'"{column.name}"', f'"{column.name}.text"'
    rules: list[tuple[str, str]] = []
    if column.required:
        rules.append(("required", f"{text} IS NULL"))
    rules.append(("personal_data", _personal_data(column, text)))
    if column.logical_type is not LogicalType.STRING:
        shape = SHAPES[column.logical_type]
        rules.append(
            (
                "type",
                f"{text} IS NOT NULL "
                f"AND ({value} IS NULL OR NOT regexp_full_match({text}, '{shape}'))",
            )
        )
    if column.codes:
        codes = ", ".join(literal(code) for code, _ in column.codes)
        rules.append(("unknown_code", f"{text} NOT IN ({codes})"))
    if column.pattern is not None:
        rules.append(("pattern", f"NOT regexp_full_match({text}, {literal(column.pattern)})"))
    if column.is_free_text:
        rules.append(("unseen", unseen.holds(text)))
    if column.max_length is not None:
        rules.append(("max_length", f"length({text}) > {column.max_length}"))
    bounds = [
        f"{value} {sign} {bound}"
        for sign, bound in (("<", column.minimum), (">", column.maximum))
        if bound is not None
    ]
    if bounds:
        rules.append(("range", " OR ".join(bounds)))
    if column.references is not None:
        rules.append(
            (
                "unknown_reference",
                f"{text} IS NOT NULL AND {text} NOT IN ({known(column.references)})",
            )
        )
    return [Predicate(rule, column.name, sql) for rule, sql in rules]


def _personal_data(column: Column, text: str) -> str:
    """Lawful ids may look like mobile numbers, for they begin with an area code: 15062600123.

    Moments are long, and that one is nothing else is far cheaper to find out.
    """
    id_number = personal.holds_id_number(text)
    if column.classification is Classification.PSEUDONYMISE:
        return id_number
    either = f"{personal.holds_mobile_number(text)} OR {id_number}"
    if column.logical_type is not LogicalType.TIMESTAMP:
        return either
    plain = f"regexp_full_match({text}, '{PLAIN_MOMENT}')"
    return f"CASE WHEN {plain} THEN false ELSE {either} END"


def _duplicate_key(contract: SourceContract) -> Predicate:
    key = ", ".join(f'"{name}.text"' for name in contract.key)
    present = " AND ".join(f'"{name}.text" IS NOT NULL' for name in contract.key)
    has_time = any(column.name == "updated_at" for column in contract.columns)
    newest = "updated_at DESC NULLS LAST, " if has_time else ""
    return Predicate(
        "duplicate_key",
        contract.key[0],
        f"{present} AND row_number() OVER "
        f"(PARTITION BY _delivery, {key} ORDER BY {newest}_row DESC) > 1",
        compares_rows=True,
    )
