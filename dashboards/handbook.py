"""The handbook of indicators: what the catalogue says of each, and how that has changed, in words.

Works on rows of `queries.catalogue` and `queries.catalogue_changes`; draws nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboards import labels, wording
from dashboards.labels import Indicator
from dashboards.language import ENGLISH, current, say, spoken
from data_contracts.model import Text

Row = dict[str, Any]
TABLE = "dim_indicator"
LEVELS = {"unit": Text("责任单位", "Units"), "police": Text("公安机关", "Police")}
"""Who is scored or answers for something, besides the levels of areas."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the handbook says of one indicator beyond its definition."""

    indicator: Indicator
    is_measured: bool
    score_rule: str
    scored_levels: tuple[str, ...]
    responsible: tuple[str, ...]
    limit: float | None
    limit_unit: str | None
    follow_up_days: int | None
    plan_items: str | None
    source: str | None
    changes: tuple[Row, ...]

    @property
    def words(self) -> str:
        """All that one may look for, in both languages."""
        one = self.indicator
        texts = [one.name, one.definition, one.numerator, one.publish_rule, one.time_rule]
        texts += [labels.mechanism(one.mechanism), *map(labels.register, one.registers)]
        texts += [text for text in (one.denominator, one.target_basis) if text]
        return " ".join([one.id, *(text.both() for text in texts)]).casefold()


def entries(catalogue: Iterable[Row], changes: Iterable[Row]) -> list[Entry]:
    """The entries in the order of mechanisms, then of ids."""
    told: dict[str, list[Row]] = {}
    for change in changes:
        told.setdefault(change["indicator_id"], []).append(change)
    order = [code for code, _ in labels.published(TABLE, "mechanism_code").codes]
    found = [
        Entry(
            indicator=Indicator.from_row(row),
            is_measured=row["is_measured"],
            score_rule=row["score_rule"],
            scored_levels=_split(row["scored_levels"]),
            responsible=_split(row["responsible_level"]),
            limit=row["limit_value"],
            limit_unit=row["limit_unit"],
            follow_up_days=row["follow_up_days"],
            plan_items=row["plan_items"],
            source=row["source_url"],
            changes=tuple(told.get(row["indicator_id"], [])),
        )
        for row in catalogue
    ]
    return sorted(found, key=lambda e: (order.index(e.indicator.mechanism), e.indicator.id))


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def matching(found: Iterable[Entry], asked: str) -> list[Entry]:
    """The entries that have every word asked for, in either language and any case."""
    words = asked.casefold().split()
    return [entry for entry in found if all(word in entry.words for word in words)]


def facts(entry: Entry) -> list[tuple[str, object]]:
    """What follows the definition of an indicator; nothing that does not apply to it."""
    one = entry.indicator
    items = (entry.plan_items or "").replace(";", say("、", ", "))
    told: list[tuple[str, str]] = [
        (say("来源登记簿", "Registers"), _listed(map(labels.register, one.registers))),
        (say("最短周期", "Shortest period"), _code("frequency", one.frequency)),
        (say("计分规则", "Scoring rule"), _code("score_rule", entry.score_rule)),
        (say("计分层级", "Scored at"), _listed(map(_level, entry.scored_levels))),
        (say("负责层级", "Answered for by"), _listed(map(_level, entry.responsible))),
        (say("时限", "Time limit"), _limit(entry)),
        (say("随访", "Followed for"), _days(entry.follow_up_days)),
        (say("发布规则", "Publication"), spoken(one.publish_rule)),
        (say("方案条目", "Items of the plan"), items),
        (say("公开来源", "Public source"), entry.source or ""),
    ]
    told.append((say("变动记录", "Changes"), history(entry)))
    return [fact for fact in told if fact[1]]


def history(entry: Entry) -> str:
    """What changed when, the latest first; at last when it was loaded."""
    lines = (line for change in entry.changes if (line := _change(change)))
    return say("；", "; ").join(lines)


def _change(change: Row) -> str:
    """One change, or nothing where it is of the other language or of the number of the version."""
    column = change["column_name"]
    other = "_cn" if current() == ENGLISH else "_en"
    if column == "version" or column.endswith(other):
        return ""
    moment: datetime = change["changed_at"]
    day, version = wording.day(moment.astimezone(wording.BEIJING).date()), change["version"]
    if column == "indicator_id":
        return say(f"{day}载入（第{version}版）", f"{day}: loaded (version {version})")
    label = labels.published(TABLE, column).label
    name = say(
        label.cn.removesuffix("（中文）").removeprefix("中文"), label.en.removesuffix(" en").lower()
    )
    before, after = (_value(column, change[f"value_{side}"]) for side in ("before", "after"))
    return say(
        f"{day}（第{version}版）{name}由“{before}”改为“{after}”",
        f"{day} (version {version}): {name} from “{before}” to “{after}”",
    )


def _value(column: str, value: str | None) -> str:
    """A cell of the catalogue as a reader writes it."""
    if value is None:
        return say("空", "nothing")
    if column == "direction":
        return spoken(labels.direction(value))
    if labels.published(TABLE, column).codes:
        return _code(column, value)
    if column == "source_contracts":
        return _listed(map(labels.register, value.split(";")))
    if column in ("scored_levels", "responsible_level"):
        return _listed(map(_level, value.split(";")))
    if column == "is_scored":
        return say("是", "yes") if value == "true" else say("否", "no")
    return value.removesuffix(".0")


def _code(column: str, value: str) -> str:
    return spoken(labels.code(TABLE, column, value))


def _level(code: str) -> Text:
    return LEVELS.get(code) or labels.code("dim_area", "level", code)


def _listed(texts: Iterable[Text]) -> str:
    return say("、", ", ").join(spoken(text) for text in texts)


def _limit(entry: Entry) -> str:
    if entry.limit is None or entry.limit_unit is None:
        return ""
    number, unit = wording.count(entry.limit), _code("limit_unit", entry.limit_unit)
    return say(f"{number}{unit}", f"{number} {unit.lower()}")


def _days(days: int | None) -> str:
    return "" if days is None else say(f"{days}天", f"{days} days")
