"""The follow-up ledger: how much is open where, the items one by one, and those of persons."""

from collections.abc import Sequence

import polars as pl

from dashboards import (
    address,
    components,
    figures,
    filters,
    labels,
    ledger,
    ledger_chart,
    markup,
    queries,
    wording,
)
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.ledger import CHOICES, Item, State
from dashboards.markup import Heading, Markup
from dashboards.sections import overdue
from dashboards.view import Area, View

ALL = "all"
PERSONAL = ("clue", "clue_transfer", "hotline_ticket", "supervised_case", "supervised_milestone")
"""The registers about persons whose items fall due."""
UNITS_DRAWN = 12
SHOWN, LISTED = 15, 200
"""How many items are seen at once, and how many can be unfolded; an export has all."""


def chosen(view: View, home: Area) -> list[Item]:
    """Items of the registers, units and area that the filters name, in whatever state."""
    with filters.side_by_side():
        area = overdue.scope(view, home)
        rows = queries.ledger(view.snapshot, area.code).to_dicts()
        every = ledger.items(rows, view.snapshot.as_of)
        registers = {item.contract: spoken(labels.register(item.contract)) for item in every}
        units = dict(sorted({item.unit_code: item.unit for item in every}.items()))
        register = filters.pick(
            *("register", say("登记簿", "Register")),
            {ALL: say("全部登记簿", "All registers")} | registers,
            width=220,
        )
        unit = filters.pick(
            *("unit", say("责任单位", "Unit")),
            {ALL: say("全部单位", "All units")} | units,
            width=280,
        )
    return [
        item for item in every if register in (ALL, item.contract) and unit in (ALL, item.unit_code)
    ]


def summary(view: View, found: Sequence[Item]) -> None:
    """What a leader looks at first: how many are overdue and due soon, and where."""
    with components.box(say("未办结与超期", "Open and overdue"), "ledger-summary", _rules()):
        components.note(ledger.summary(found))
        counts = {name: _count(found, states) for name, states in CHOICES.items()}
        names = ledger.choices()
        shown = ("overdue", "soon", "month", "open")
        components.show(markup.parts((names[name], str(counts[name])) for name in shown))
        if not counts["open"]:
            return
        by = filters.choice(
            *("by", say("分组", "Group")),
            {"register": say("按登记簿", "By register"), "unit": say("按单位", "By unit")},
            "register",
        )
        tallies = ledger.tallies(found, by)
        components.note(_beside(len(tallies) - UNITS_DRAWN))
        chart = figures.drawn(
            view.snapshot,
            "ledger",
            lambda: ledger_chart.bars(tallies[:UNITS_DRAWN], view.snapshot.is_demo),
        )
        table = ledger_chart.table(tallies)
        components.plot(chart, "chart-ledger", ledger.summary(found), table)


def _beside(rest: int) -> str:
    """What the numbers beside the bars are, and how many bars are left out."""
    text = say("条形右侧为“超期 / 未办结”", "Beside each bar: overdue / open")
    if rest > 0:
        text += say(
            f"；图中为超期最多的{UNITS_DRAWN}个，其余{rest}个见清单",
            f"; the {UNITS_DRAWN} with most overdue, {rest} more in the list",
        )
    return text + say("。", ".")


def _count(found: Sequence[Item], states: frozenset[State]) -> int:
    return sum(item.state in states for item in found)


def _rules() -> list[tuple[str, object]]:
    return [
        (
            say("以哪天为准", "As at"),
            say(
                "数据截止日；此后的办结没有反映",
                "The cut-off: what was done since is not in the data",
            ),
        ),
        (
            say("超期", "Overdue"),
            say("期限早于截止日而未办结", "Due before the cut-off and still open"),
        ),
        (
            say("到期", "Due"),
            say(
                "从截止日当天起算，30天内包含7天内",
                "Counted from the cut-off, that day included; 30 days include the 7",
            ),
        ),
        (
            spoken(labels.register("recommendation_letter")),
            say(
                "回复和整改各有期限，各列一项",
                "Reply and rectification have days of their own and are two items",
            ),
        ),
    ]


def table(view: View, found: Sequence[Item]) -> None:
    """One row an item, the longest overdue first; what is listed can be exported."""
    with components.box(say("逐项清单", "Item by item"), "ledger-items", _rules()):
        names = ledger.choices()
        asked = filters.choice("status", say("状态", "State"), names, "open")
        listed = [item for item in found if item.state in CHOICES[asked]]
        if not listed:
            components.empty(
                say(f"没有“{names[asked]}”的事项", f"Nothing is in the state: {names[asked]}"),
                say("可换一个登记簿、单位或状态。", "Choose another register, unit or state."),
            )
            return
        components.note(_shown(len(listed)))
        rows = [{"item": item} for item in listed[:LISTED]]
        components.folded(rows, lambda some: _table([row["item"] for row in some]), SHOWN)
        components.downloads(say("督办台账", "ledger"), lambda: _frame(listed), view)


def _shown(number: int) -> str:
    """How many items there are, and that not all are listed where that is so."""
    total = wording.count(number)
    if number <= LISTED:
        return say(f"共{total}项，期限早的在前。", f"{total} in all, the earliest due first.")
    return say(
        f"共{total}项，列出期限最早的{LISTED}项；导出的是全部。",
        f"{total} in all; those {LISTED} due earliest are listed, an export has every one.",
    )


def _table(items: Sequence[Item]) -> Markup:
    return markup.table(
        say("督办台账", "Follow-up ledger"),
        [
            Heading(say("事项", "Item")),
            Heading(say("种类", "Kind")),
            Heading(say("责任单位", "Unit")),
            Heading(say("期限", "Due")),
            Heading(say("状态", "State")),
        ],
        [
            (
                _item(item),
                Markup(markup.html(item.kind or item.sector or markup.NOTHING) + _sector(item)),
                item.unit,
                wording.day(item.due_on),
                _state(item),
            )
            for item in items
        ],
    )


def _item(item: Item) -> Markup:
    name = markup.html(spoken(labels.register(item.contract)))
    return Markup(name + markup.small(item.number))


def _sector(item: Item) -> Markup:
    return markup.small(item.sector if item.kind else "")


def _state(item: Item) -> Markup:
    done = "" if item.done_on is None else wording.day(item.done_on)
    return Markup(markup.chip(ledger.verdict(item)) + markup.small(done))


def _frame(items: Sequence[Item]) -> pl.DataFrame:
    """What is listed, as a spreadsheet has it: dates and numbers stay such."""
    columns = {
        say("编号", "Number"): [item.number for item in items],
        say("登记簿", "Register"): [spoken(labels.register(item.contract)) for item in items],
        say("种类", "Kind"): [item.kind for item in items],
        say("行业领域", "Sector"): [item.sector for item in items],
        say("责任单位", "Unit"): [item.unit for item in items],
        say("期限", "Due"): [item.due_on for item in items],
        say("剩余天数", "Days left"): [
            item.days_left if item.done_on is None else None for item in items
        ],
        say("状态", "State"): [ledger.verdict(item).headline for item in items],
        say("办结日期", "Closed on"): [item.done_on for item in items],
    }
    return pl.DataFrame(columns, schema_overrides={say("办结日期", "Closed on"): pl.Date})


def elsewhere(measured: dict[str, Indicator]) -> None:
    """The registers about persons with deadlines, and the indicators that say how those stand."""
    links = [
        markup.link(
            spoken(indicator.name),
            address.link("indicator", indicator=indicator.id),
        )
        for indicator in measured.values()
        if set(indicator.registers) & set(PERSONAL)
    ]
    names = say("、", ", ").join(spoken(labels.register(name)) for name in PERSONAL)
    components.foot(
        say(
            f"涉及个人的登记簿不逐项列出：{names}。",
            f"Registers about persons are not listed item by item: {names}.",
        )
    )
    if links:
        components.show(
            markup.menu(
                say("这些登记簿的指标", "Indicators of these registers"),
                [(say("总数与按期率", "Totals and shares in time"), links)],
            )
        )
