"""The plan's items as the shipped files list them, each with the indicators that answer it.

The items stand in plan_items.csv, and which of them an indicator answers in the catalogue. An
item that no indicator answers says why, so that none is forgotten and none is measured that
must not be.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data_contracts import loader
from data_contracts.complaint import Complaint
from data_contracts.model import DataClass, SourceContract, Text

HERE = Path(__file__).parent
ITEMS = HERE / "plan_items.csv"
CATALOGUE = HERE / "indicators.csv"
COLUMNS = ["item", "chapter_cn", "chapter_en", "title_cn", "title_en"]
NOT_MEASURED = ["not_measured_cn", "not_measured_en"]


class PlanError(Complaint):
    """A row of the plan's items or of the catalogue that does not fit the other."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What an item needs to know of a row of the catalogue."""

    id: str
    name: Text
    registers: tuple[SourceContract, ...]
    plan_items: tuple[str, ...]
    is_red_line: bool

    @property
    def is_personal(self) -> bool:
        """Whether it is derived from what persons did."""
        return any(r.data_class is DataClass.PERSON_DERIVED for r in self.registers)

    @property
    def is_for_the_office_alone(self) -> bool:
        """Whether no release has it: a red line, or amounts that concern persons."""
        has_amounts = any(
            column.name.endswith("_yuan") for r in self.registers for column in r.columns
        )
        return self.is_personal and (self.is_red_line or has_amounts)


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One item of the plan, in our own words; `not_measured` says what has no indicator and why."""

    id: str
    chapter: Text
    title: Text
    not_measured: Text | None
    indicators: tuple[Indicator, ...]


def items(plan: Path = ITEMS, catalogue: Path = CATALOGUE) -> tuple[PlanItem, ...]:
    """The items in the plan's order.

    Raises:
        PlanError: a file lacks a column or a text, or an item and the catalogue do not fit.
    """
    known = indicators(catalogue)
    rows = list(_rows(plan, COLUMNS + NOT_MEASURED, may_be_empty=NOT_MEASURED))
    _check_references(known, {row["item"] for row in rows}, plan, catalogue)
    found: dict[str, PlanItem] = {}
    for row in rows:
        item = _item(row, known, plan)
        if item.id in found:
            raise _error(plan, item.id, "item", "重复，请保留一行", "is listed twice; keep one row")
        found[item.id] = item
    return tuple(found.values())


def indicators(catalogue: Path = CATALOGUE) -> tuple[Indicator, ...]:
    """The shipped catalogue, as far as coverage needs it.

    Raises:
        PlanError: it lacks a column, or names a register without a contract.
    """
    needed = ["indicator_id", "name_cn", "name_en", "source_contracts", "score_rule", "plan_items"]
    return tuple(
        Indicator(
            id=row["indicator_id"],
            name=Text(row["name_cn"], row["name_en"]),
            registers=tuple(_registers(row, catalogue)),
            plan_items=tuple(row["plan_items"].split(";")),
            is_red_line=row["score_rule"] in ("red_line", "veto"),
        )
        for row in _rows(catalogue, needed)
    )


def _item(row: dict[str, str], known: Iterable[Indicator], plan: Path) -> PlanItem:
    cn, en = (row[name] for name in NOT_MEASURED)
    answering = tuple(indicator for indicator in known if row["item"] in indicator.plan_items)
    if bool(cn) != bool(en):
        empty = NOT_MEASURED[0] if en else NOT_MEASURED[1]
        raise _error(plan, row["item"], empty, "为空，请补上", "is empty; say it in both languages")
    if not answering and not cn:
        raise _error(
            plan,
            row["item"],
            NOT_MEASURED[0],
            "为空，而没有指标回答该条目：请写明原因，或在 indicators.csv 的 plan_items 中写上它",
            "is empty and no indicator answers the item: say why, "
            "or name the item in plan_items of indicators.csv",
        )
    return PlanItem(
        id=row["item"],
        chapter=Text(row["chapter_cn"], row["chapter_en"]),
        title=Text(row["title_cn"], row["title_en"]),
        not_measured=Text(cn, en) if cn else None,
        indicators=answering,
    )


def _registers(row: dict[str, str], catalogue: Path) -> Iterable[SourceContract]:
    contracts = loader.source_contracts()
    for name in row["source_contracts"].split(";"):
        if name not in contracts:
            raise _error(
                catalogue,
                row["indicator_id"],
                "source_contracts",
                f"登记簿 '{name}' 没有合同，请更正名称或添加合同",
                f"register '{name}' has no contract; correct the name or add the contract",
            )
        yield contracts[name]


def _check_references(
    known: Iterable[Indicator], items: set[str], plan: Path, catalogue: Path
) -> None:
    for indicator in known:
        for item in indicator.plan_items:
            if item not in items:
                raise _error(
                    catalogue,
                    indicator.id,
                    "plan_items",
                    f"条目 '{item}' 不在 {plan.name} 中；请更正，多个条目以分号分隔",
                    f"item '{item}' is not in {plan.name}; correct it, and put semicolons between",
                )


def _rows(
    path: Path, needed: list[str], may_be_empty: Iterable[str] = ()
) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in needed if name not in (reader.fieldnames or ())]:
            columns = ", ".join(missing)
            raise PlanError(
                f"{path.name}：缺少列 {columns}，请补上。",
                f"{path.name}: columns {columns} are missing; add them.",
            )
        for row in reader:
            for name in needed:
                if not row[name] and name not in may_be_empty:
                    where = f"第 {reader.line_num} 行", f"line {reader.line_num}"
                    raise PlanError(
                        f"{path.name} {where[0]}：{name} 为空，请补上。",
                        f"{path.name}, {where[1]}: {name} is empty; fill it in.",
                    )
            yield row


def _error(path: Path, row: str, column: str, cn: str, en: str) -> PlanError:
    return PlanError(f"{path.name} {row}：{column} {cn}。", f"{path.name}, {row}: {column} {en}.")
