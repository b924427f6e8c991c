"""Reads contract files into the typed view, and refuses loudly what it does not understand."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from data_contracts.complaint import Complaint
from data_contracts.model import (
    Classification,
    Column,
    DataClass,
    InOpen,
    LogicalType,
    MartContract,
    Months,
    Outlet,
    Reference,
    Rule,
    SourceContract,
    Text,
)

HERE = Path(__file__).parent
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""As safe as the other, and fast; PyYAML lacks it where it was built without libyaml."""

DUCKDB_TYPES = {
    LogicalType.STRING: "VARCHAR",
    LogicalType.INTEGER: "BIGINT",
    LogicalType.NUMBER: "DOUBLE",
    LogicalType.BOOLEAN: "BOOLEAN",
    LogicalType.DATE: "DATE",
    LogicalType.TIMESTAMP: "TIMESTAMP WITH TIME ZONE",
    LogicalType.ARRAY: "VARCHAR[]",
}
BAD_ROWS = re.compile(r"^SELECT COUNT\(\*\) FROM \$\{object\} WHERE (?P<predicate>.+)$", re.S)
KNOWN_OPTIONS = {"pattern", "maxLength", "minimum", "maximum"}


class ContractError(Complaint):
    """A contract file that cannot be honoured; the message names file, key and remedy."""


SUPPLIED = frozenset({"calendar_day", "indicator", "sector"})
"""Input contracts whose rows come with the product."""


@cache
def source_contracts() -> dict[str, SourceContract]:
    """All input contracts by id, ordered so that a referenced contract precedes its users."""
    paths = sorted((HERE / "sources").glob("*.odcs.yaml"))
    contracts = {contract.id: contract for contract in map(load_source, paths)}
    return _references_first(contracts)


def form_contracts() -> list[SourceContract]:
    """The input contracts that offices fill in; the others come with the product."""
    return [one for name, one in source_contracts().items() if name not in SUPPLIED]


@cache
def mart_contracts() -> dict[str, MartContract]:
    """All contracts of published tables by id."""
    paths = sorted((HERE / "marts").glob("*.odcs.yaml"))
    return {contract.id: contract for contract in map(load_mart, paths)}


def load_source(path: Path) -> SourceContract:
    """One input contract.

    Raises:
        ContractError: the file breaks the standard or our narrower use of it.
    """
    reader = _Reader(path)
    columns = reader.columns()
    return SourceContract(
        id=reader.id,
        version=str(reader.need(reader.document, "version")),
        label=reader.label(reader.table),
        description=reader.text(reader.table, reader.id),
        domain=reader.need(reader.document, "domain"),
        owner=reader.need(reader.need(reader.document, "team"), "name"),
        data_class=reader.choice(DataClass, reader.custom(reader.table, "dataClass"), "dataClass"),
        columns=tuple(c for c in columns if c.classification is not Classification.FORBIDDEN),
        rules=tuple(rule for item in reader.properties for rule in reader.rules(item)),
        max_error_share=reader.share("maxErrorShare"),
        freshness_days=reader.freshness_days(),
        event_date=reader.custom(reader.table, "eventDate", default=None),
        smallest_count=reader.smallest_count(),
        forbidden=tuple(c for c in columns if c.classification is Classification.FORBIDDEN),
    )


def load_mart(path: Path) -> MartContract:
    """One contract of a published table.

    Raises:
        ContractError: the file breaks the standard or our narrower use of it.
    """
    reader = _Reader(path)
    return MartContract(
        id=reader.id,
        version=str(reader.need(reader.document, "version")),
        label=reader.label(reader.table),
        description=reader.text(reader.table, reader.id),
        outlet=reader.choice(Outlet, reader.custom(reader.table, "outlet"), "outlet"),
        data_class=reader.choice(DataClass, reader.custom(reader.table, "dataClass"), "dataClass"),
        columns=tuple(reader.columns()),
        months=reader.months(),
        in_open=reader.in_open(),
        registers=reader.registers(),
    )


class _Reader:
    """One open contract file; every complaint names it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document: dict[str, Any] = self.content()
        self.id: str = self.need(self.document, "id")
        if self.id != path.name.removesuffix(".odcs.yaml"):
            raise self.error(
                f"id '{self.id}' 与文件名不同，请改为相同",
                f"id '{self.id}' differs from the file's name; make them equal",
            )
        tables = self.need(self.document, "schema")
        if len(tables) != 1 or tables[0].get("name") != self.id:
            raise self.error(
                f"schema 须只有一张名为 '{self.id}' 的表",
                f"schema must hold exactly one table, named '{self.id}'",
            )
        self.table: dict[str, Any] = tables[0]
        self.properties: list[dict[str, Any]] = self.need(self.table, "properties")
        names = [self.need(item, "name") for item in self.properties]
        if twice := {name for name in names if names.count(name) > 1}:
            raise self.error(
                f"列 {sorted(twice)} 重复，请保留一个",
                f"column {sorted(twice)} is listed twice; keep one",
            )

    def error(self, cn: str, en: str) -> ContractError:
        return ContractError(f"{self.path.name}：{cn}。", f"{self.path.name}: {en}")

    def content(self) -> dict[str, Any]:
        try:
            content = yaml.load(self.path.read_text(encoding="utf-8"), PARSER)  # nosec B506
        except (yaml.YAMLError, UnicodeDecodeError):
            content = None
        if isinstance(content, dict):
            return content
        raise self.error(
            "不是 UTF-8 编码的 YAML 文档，请检查缩进和引号",
            "is no YAML document in UTF-8; check indents and quotes",
        )

    def need(self, mapping: dict[str, Any], key: str) -> Any:
        if mapping.get(key) in (None, ""):
            name = mapping.get("name")
            raise self.error(
                f"{name or '合同'} 缺少 '{key}'，请补上",
                f"'{key}' is missing from {name or 'the contract'}; add it",
            )
        return mapping[key]

    def custom(self, mapping: dict[str, Any], name: str, **default: Any) -> Any:
        for item in mapping.get("customProperties", []):
            if item["property"] == name:
                return item["value"]
        if "default" in default:
            return default["default"]
        raise self.error(
            f"{mapping['name']} 的 customProperties 缺少 '{name}'，请补上",
            f"customProperties of {mapping['name']} lack '{name}'; add it",
        )

    def choice(self, kind: Any, value: str, key: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            known = "、".join(kind)
            raise self.error(
                f"{key} '{value}' 无效，请改用以下之一：{known}",
                f"{key} '{value}' is unknown; use one of {', '.join(kind)}",
            ) from None

    def share(self, name: str) -> float:
        value = self.custom(self.table, name)
        if isinstance(value, int | float) and 0 <= value <= 1:
            return float(value)
        raise self.error(f"{name} 须是 0 到 1 的数", f"{name} must be a number from 0 to 1")

    def text(self, mapping: dict[str, Any], where: str) -> Text:
        lines = str(self.need(mapping, "description")).strip().splitlines()
        if len(lines) != 2:
            raise self.error(
                f"{where} 的 description 须为两行，先中文后英文",
                f"description of {where} needs two lines, Chinese then English",
            )
        return Text(cn=lines[0].strip(), en=lines[1].strip())

    def label(self, mapping: dict[str, Any]) -> Text:
        name = self.need(mapping, "name")
        return Text(cn=self.need(mapping, "businessName"), en=name.replace("_", " ").capitalize())

    def columns(self) -> list[Column]:
        columns = [self.column(item) for item in self.properties]
        if any(column.is_key for column in columns):
            return columns
        raise self.error("没有主键，请加上 'primaryKey: true'", "no key; add 'primaryKey: true'")

    def column(self, item: dict[str, Any]) -> Column:
        options = item.get("logicalTypeOptions", {})
        if unknown := set(options) - KNOWN_OPTIONS:
            raise self.error(
                f"{item['name']}：logicalTypeOptions {sorted(unknown)} 无效，请更正或删去",
                f"{item['name']}: logicalTypeOptions {sorted(unknown)} are unknown",
            )
        kind = self.choice(LogicalType, self.need(item, "logicalType"), "logicalType")
        is_key = bool(item.get("primaryKey", False))
        return Column(
            name=item["name"],
            label=self.label(item),
            description=self.text(item, item["name"]),
            logical_type=kind,
            physical_type=item.get("physicalType", DUCKDB_TYPES[kind]),
            classification=self.choice(
                Classification, self.need(item, "classification"), "classification"
            ),
            required=bool(item.get("required", False)) or is_key,
            key_position=int(self.need(item, "primaryKeyPosition")) if is_key else None,
            pattern=options.get("pattern"),
            max_length=options.get("maxLength"),
            minimum=options.get("minimum"),
            maximum=options.get("maximum"),
            codes=self.codes(item),
            references=self.reference(item),
        )

    def codes(self, item: dict[str, Any]) -> tuple[tuple[str, Text], ...]:
        labels = self.custom(item, "codes", default={})
        return tuple(
            (str(code), Text(cn=label, en=str(code).replace("_", " ").capitalize()))
            for code, label in labels.items()
        )

    def reference(self, item: dict[str, Any]) -> Reference | None:
        match item.get("relationships", []):
            case []:
                return None
            case [{"to": str(target)}] if target.count(".") == 1:
                return Reference(*target.split("."))
        raise self.error(
            f"{item['name']}：relationships 须只有一项，写作 'to: contract.column'",
            f"{item['name']}: give one relationship, 'to: contract.column'",
        )

    def rules(self, item: dict[str, Any]) -> list[Rule]:
        rules = []
        for quality in item.get("quality", []):
            found = BAD_ROWS.match(" ".join(str(self.need(quality, "query")).split()))
            if found is None or quality.get("mustBe") != 0:
                raise self.error(
                    f"{item['name']}：规则须写作 'SELECT COUNT(*) FROM ${{object}} "
                    "WHERE <坏行满足的条件>'，并写明 'mustBe: 0'",
                    f"{item['name']}: a rule reads 'SELECT COUNT(*) FROM ${{object}} "
                    "WHERE <what a bad row meets>' with 'mustBe: 0'",
                )
            rules.append(
                Rule(
                    id=self.need(quality, "id"),
                    column=item["name"],
                    predicate=found["predicate"],
                    description=self.text(quality, quality["id"]),
                )
            )
        return rules

    def months(self) -> Months | None:
        said = self.custom(self.table, "months", default=None)
        if said is None:
            return None
        if not isinstance(said, dict) or set(said) != {"register", "week", "day", "days"}:
            raise self.error(
                "months 须写明 register、week、day 和 days",
                "months takes register, week, day and days",
            )
        if said["week"] not in {item.get("name") for item in self.properties}:
            raise self.error(
                f"months 的 week '{said['week']}' 不是本表的列",
                f"the week of months, '{said['week']}', is no column of the table",
            )
        return Months(said["register"], said["week"], said["day"], tuple(said["days"]))

    def in_open(self) -> InOpen | None:
        said = self.custom(self.table, "inOpen", default=None)
        if said is None:
            return None
        names = {item.get("name") for item in self.properties}
        named = [said.get("register"), *said.get("blank", [])] if isinstance(said, dict) else [said]
        if unknown := [name for name in named if name not in names | {None}]:
            raise self.error(
                f"inOpen 只能写 register 和 blank，且须为本表的列：{unknown}",
                f"inOpen takes register and blank, both columns of the table: {unknown}",
            )
        blank = tuple(said.get("blank", ()))
        return InOpen(said.get("register"), blank, said.get("derivedFrom"))

    def registers(self) -> tuple[str, ...]:
        kind, _, rest = self.id.partition("_")
        said = self.custom(self.table, "registers", default=[rest] if kind == "fct" else [])
        if isinstance(said, list) and all(isinstance(name, str) for name in said):
            return tuple(said)
        raise self.error(
            "registers 须是登记簿名称的列表",
            "registers must be a list of names of registers",
        )

    def smallest_count(self) -> int | None:
        said = self.custom(self.table, "smallestCount", default=None)
        is_needed = self.custom(self.table, "dataClass") == DataClass.PERSON_DERIVED
        if is_needed != (isinstance(said, int) and said > 1):
            raise self.error(
                "person_derived 的登记簿须写明大于1的 smallestCount，其他登记簿不写",
                "a person_derived register needs a smallestCount above 1, and no other has one",
            )
        return None if said is None else int(said)

    def freshness_days(self) -> int | None:
        for item in self.document.get("slaProperties", []):
            if item["property"] == "latency" and item.get("unit") == "d":
                return int(item["value"])
        return None


def _references_first(contracts: dict[str, SourceContract]) -> dict[str, SourceContract]:
    ordered: dict[str, SourceContract] = {}

    def place(contract: SourceContract, path: tuple[str, ...]) -> None:
        if contract.id in path:
            circle = " → ".join((*path, contract.id))
            raise ContractError(
                f"合同循环引用，请断开其中一处：{circle}。",
                f"contracts refer to each other in a circle; break it: {circle}",
            )
        for column in contract.columns:
            target = column.references
            if target is None:
                continue
            known = contracts.get(target.contract)
            if known is None or target.column not in {c.name for c in known.columns}:
                where, to = f"{contract.id}.{column.name}", f"{target.contract}.{target.column}"
                raise ContractError(
                    f"{where} 引用的 '{to}' 不存在或禁止读取，请添加该合同或更正名称。",
                    f"{where} refers to '{to}', which is no column that is ever read; "
                    "add its contract or correct the name",
                )
            if known is not contract:
                place(known, (*path, contract.id))
        ordered.setdefault(contract.id, contract)

    for contract in contracts.values():
        place(contract, ())
    return ordered
