"""Indicators of an office's own: a share of the rows of a published table, by two conditions."""

import re
from collections.abc import Collection

from dagster_project.catalogue.faults import Entry
from dagster_project.catalogue.grammar import OwnIndicator
from dagster_project.methods import scoring_rules
from data_contracts import condition, loader
from data_contracts.model import Column, DataClass, LogicalType, MartContract, Outlet

ID = re.compile(r"OWN\d\d")
SUBJECTS = re.compile(r"(\w+_)?(area|town|unit)_code")


def countable_tables() -> dict[str, MartContract]:
    """Tables of rows that own indicators may count: of what institutions did, for everyone."""
    return {
        name: table
        for name, table in loader.mart_contracts().items()
        if name.startswith("fct_")
        and table.data_class is DataClass.INSTITUTIONAL
        and table.outlet is Outlet.OPEN
        and _subjects(table)
        and _days(table)
    }


def row(indicator: OwnIndicator, entry: Entry, known: Collection[str]) -> dict[str, str | None]:
    """The indicator as the catalogue has it.

    Raises:
        ConfigurationError: it is none, or clashes with one that is `known`.
    """
    _refuse_taken(indicator, entry, known)
    table = _table(indicator, entry)
    subject = _column("subject", indicator.subject, _subjects(table), table, entry)
    day = _column("day", indicator.day, _days(table), table, entry)
    denominator = _condition("denominator.where", indicator.denominator.where, table, entry)
    numerator = _condition("numerator.where", indicator.numerator.where, table, entry)
    rule = _rule(indicator, entry)
    is_scored = rule in scoring_rules.WEIGHTED
    made = {
        "indicator_id": indicator.id,
        "version": "1",
        "valid_from": indicator.start.isoformat(),
        "is_disabled": "false",
        "mechanism_code": indicator.mechanism,
        "name_cn": indicator.name.cn,
        "name_en": indicator.name.en,
        "definition_cn": indicator.definition.cn,
        "definition_en": indicator.definition.en,
        "numerator_cn": indicator.numerator.cn,
        "numerator_en": indicator.numerator.en,
        "denominator_cn": indicator.denominator.cn,
        "denominator_en": indicator.denominator.en,
        "time_rule_cn": f"按{day.label.cn}归入本期",
        "time_rule_en": f"by the day in the column {day.name}",
        "direction": indicator.direction,
        "unit": "percent",
        "frequency": indicator.frequency,
        "source_contracts": table.id.removeprefix("fct_"),
        "default_weight": written(indicator.weight),
        "is_scored": str(is_scored).lower(),
        "scored_levels": ";".join(indicator.levels)
        if is_scored or rule == scoring_rules.BONUS
        else None,
        "score_rule": rule,
        "score_rule_note": indicator.note,
        "score_floor": None if indicator.floor is None else written(indicator.floor),
        "score_target": None if indicator.target is None else written(indicator.target),
        "min_denominator": str(indicator.minimum),
        "publish_rule_cn": "机构数据，全部发布",
        "publish_rule_en": "what institutions did, all of it published",
        "responsible_level": ";".join(indicator.levels),
        "target_basis_cn": "本单位自定",
        "target_basis_en": "Set by this office",
        "counted_table": table.id,
        "counted_subject": subject.name,
        "counted_day": day.name,
        "denominator_condition": denominator,
        "numerator_condition": numerator,
    }
    entry.refuse_unfit_rule(made)
    return made


def written(number: float) -> str:
    """A number as the catalogue writes it."""
    return repr(number).removesuffix(".0")


def _refuse_taken(indicator: OwnIndicator, entry: Entry, known: Collection[str]) -> None:
    if indicator.id in known:
        raise entry.fault(
            "id",
            "目录中已有这个编号，请另取一个，如 OWN02",
            "the catalogue has this id already; choose another, such as OWN02",
        )
    if ID.fullmatch(indicator.id) is None:
        raise entry.fault(
            "id",
            "自定指标的编号须为 OWN 加两位数字，如 OWN01，请更正",
            "an own indicator is called OWN and two digits, such as OWN01; correct it",
        )


def _table(indicator: OwnIndicator, entry: Entry) -> MartContract:
    tables = countable_tables()
    if indicator.table in tables:
        return tables[indicator.table]
    raise entry.fault(
        "table",
        f"只能统计公开的机构逐行表，不能用“{indicator.table}”，请改用以下之一：{'、'.join(tables)}",
        "an own indicator counts rows of a public table of what institutions did, which "
        f"'{indicator.table}' is not; use one of {', '.join(tables)}",
    )


def _column(key: str, name: str, fit: list[Column], table: MartContract, entry: Entry) -> Column:
    for column in fit:
        if column.name == name:
            return column
    names = [column.name for column in fit]
    cn, en = ("辖区或单位", "of an area or a unit") if key == "subject" else ("日期", "of a date")
    raise entry.fault(
        key,
        f"须是 {table.id} 的{cn}列，请改用以下之一：{'、'.join(names)}",
        f"must be a column {en} in {table.id}; use one of {', '.join(names)}",
    )


def _condition(key: str, text: str | None, table: MartContract, entry: Entry) -> str:
    """The condition in SQL; every row meets one that is not there."""
    if text is None:
        return "true"
    try:
        return condition.compiled(text, table)
    except condition.ConditionError as error:
        raise entry.fault(key, error.cn.removesuffix("。"), error.en) from None


def _rule(indicator: OwnIndicator, entry: Entry) -> str:
    """How it is scored: as it says, else from floor to target, without which nothing is scored."""
    says = indicator.weight or indicator.floor is not None or indicator.target is not None
    if indicator.direction == "neutral" and (says or indicator.rule):
        raise entry.fault(
            "weight",
            "方向为 neutral 的指标只作监测、不计分，不能有权重、起评值、目标值和计分规则，请删去",
            "an indicator of direction neutral is monitored only and never scored, so it takes "
            "neither weight nor floor nor target nor rule; remove them",
        )
    if indicator.rule is not None:
        if indicator.weight and indicator.rule not in scoring_rules.WEIGHTED:
            raise entry.fault(
                "weight",
                "加分、红线和一票否决没有权重，请删去",
                "a bonus, a red line or a veto takes no weight; remove this",
            )
        return indicator.rule
    if says and (indicator.floor is None or indicator.target is None):
        raise entry.fault(
            "target",
            "计分的指标须同时写明起评值 floor 和目标值 target，请补上",
            "an indicator that is scored needs both floor and target; add them",
        )
    return "linear" if says else "monitor"


def _subjects(table: MartContract) -> list[Column]:
    return [column for column in table.columns if SUBJECTS.fullmatch(column.name)]


def _days(table: MartContract) -> list[Column]:
    return [column for column in table.columns if column.logical_type is LogicalType.DATE]
