"""The coverage of the plan: each of its items with what measures it, or why nothing does."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from data_contracts import loader, plan
from data_contracts.model import DataClass, Outlet
from data_contracts.plan import Indicator, PlanItem

PATH = Path(__file__).parents[2] / "docs" / "coverage.md"
HEAD = (
    "| 指标 Indicator | 登记簿 Registers | 发布的表 Published tables | 数值 Values |\n"
    "| --- | --- | --- | --- |"
)
OUTLETS = {
    Outlet.OPEN: "公开 open",
    Outlet.OFFICE: "内部 office",
    Outlet.RESTRICTED: "受限 restricted",
}
RELEASED = "按期公开 released"


def text() -> str:
    """The whole page as Markdown, made from the plan's items, the catalogue and the contracts."""
    items = plan.items()
    chapters = groupby(items, key=lambda item: item.chapter)
    return "\n\n".join(
        [
            "# 方案覆盖情况 Coverage of the plan",
            "由 `data_contracts/` 中的 `plan_items.csv`、`indicators.csv` 和合同生成"
            "（`make docs`），请勿手工修改。\n"
            "Made from `plan_items.csv`, `indicators.csv` and the contracts in `data_contracts/` "
            "by `make docs`; do not edit by hand.",
            _summary(items),
            "全部指标的数值在 `mart_indicator_value`，组成数在 `mart_indicator_component`；字段见"
            "[数据字典](data-dictionary.md)。数值的出口：\n"
            "Values of all indicators stand in `mart_indicator_value`, their parts in "
            "`mart_indicator_component`; for columns see the [dictionary](data-dictionary.md). "
            "Where values are seen:",
            f"- {OUTLETS[Outlet.OPEN]}：人人可见全部数值。 Everyone sees all of them.\n"
            f"- {RELEASED}：涉及个人行为，每月一期，过小的留空（[披露控制](disclosure.md)）；"
            "内部出口有全部。 Derived from persons: once a month and blank where small "
            "([disclosure](disclosure.md)); the office outlet has all.\n"
            f"- {OUTLETS[Outlet.OFFICE]}：只在内部出口，不公开。 In the office outlet alone.\n"
            f"- {OUTLETS[Outlet.RESTRICTED]}：逐行，只凭授权打开。 Row by row, by grant.",
            *(
                part
                for chapter, its in chapters
                for part in (f"## {chapter.both()}", *map(_item, its))
            ),
            "",
        ]
    )


def main() -> None:
    """Writes the page to docs/."""
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(text(), encoding="utf-8")


def _summary(items: tuple[PlanItem, ...]) -> str:
    measured = sum(bool(item.indicators) for item in items)
    answering = {indicator.id for item in items for indicator in item.indicators}
    return (
        f"方案共 {len(items)} 个条目：{measured} 个由 {len(answering)} 个指标回答，"
        f"{len(items) - measured} 个没有指标，并写明原因。\n"
        f"Of the plan's {len(items)} items {measured} are answered by {len(answering)} indicators, "
        f"and {len(items) - measured} by none, with the reason."
    )


def _item(item: PlanItem) -> str:
    parts = [f"### {item.id} {item.title.cn}\n\n{item.title.en}"]
    if item.indicators:
        parts.append("\n".join([HEAD, *map(_row, item.indicators)]))
    if item.not_measured:
        head = "未测算的部分 Not measured" if item.indicators else "没有指标 No indicator"
        parts.append(f"**{head}**\n\n{item.not_measured.cn}\n{item.not_measured.en}")
    return "\n\n".join(parts)


def _row(indicator: Indicator) -> str:
    cells = (
        f"`{indicator.id}` {indicator.name.both()}",
        "<br>".join(f"`{register.id}` {register.label.cn}" for register in indicator.registers),
        "<br>".join(_tables(indicator)) or "–",
        values_seen(indicator),
    )
    return f"| {' | '.join(cells)} |"


def _tables(indicator: Indicator) -> Iterator[str]:
    """The tables that list or count what its registers hold, and where that is seen."""
    for mart in loader.mart_contracts().values():
        shown = [register for register in indicator.registers if register.id in mart.registers]
        if not shown:
            continue
        is_personal = any(r.data_class is DataClass.PERSON_DERIVED for r in shown)
        if mart.is_protected:
            seen = RELEASED
        elif mart.in_open is not None and is_personal:
            seen = OUTLETS[Outlet.OFFICE]  # the open outlet leaves these rows out
        else:
            seen = OUTLETS[mart.outlet]
        yield f"`{mart.id}` {seen}"


def values_seen(indicator: Indicator) -> str:
    """In which outlets its values stand."""
    if indicator.is_for_the_office_alone:
        return OUTLETS[Outlet.OFFICE]
    return RELEASED if indicator.is_personal else OUTLETS[Outlet.OPEN]


if __name__ == "__main__":
    main()
