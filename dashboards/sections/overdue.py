"""What is past due and still open, by responsible unit."""

from typing import Any

from dashboards import address, components, definition, filters, labels, markup, queries, sentences
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from dashboards.view import Area, View

UNITS_SHOWN = 6
WITH_DEADLINES = (
    *("clue", "hotline_ticket", "supervision_finding", "recommendation_letter"),
    *("clue_transfer", "sector_issue", "mechanism_item"),
    *("supervision_task", "return_log", "meeting_action", "opinion_event"),
)
"""The registers whose items fall due."""


def tile(view: View, home: Area) -> None:
    """How much is overdue in home, at a glance."""
    items = queries.overdue(view.snapshot, home.code).to_dicts()
    total = sum(item["overdue_count"] for item in items)
    soon = sum(item["due_in_7_days_count"] for item in items)
    oldest = max((item["longest_overdue_days"] or 0 for item in items), default=0)
    about = definition.of_columns("mart_overdue", "overdue_count", "due_in_7_days_count")
    facts = [
        *_by_register(items),
        say(f"最久已超{oldest}天", f"The oldest by {oldest} days")
        if total
        else say("没有超期事项", "Nothing is overdue"),
        say(f"{soon}项将在七日内到期", f"{soon} fall due within seven days"),
        say(f"不含{_unlisted()}", f"Without: {_unlisted().lower()}"),
    ]
    with components.box(say("超期未办结", "Overdue"), "overdue-tile", about):
        components.show(
            markup.lines(
                "ap-value", [say(f"{total}项", f"{total} item{'' if total == 1 else 's'}")]
            ),
            markup.lines("ap-fact", [*facts, _to_ledger()]),
        )


def _to_ledger() -> Markup:
    return markup.link(say("逐项查看", "Item by item"), address.link("ledger", status="overdue"))


def _by_register(items: list[dict[str, Any]]) -> list[str]:
    """How many of which register are overdue, where there is more than one."""
    totals: dict[str, int] = {}
    for item in items:
        if item["overdue_count"]:
            contract = item["contract"]
            totals[contract] = totals.get(contract, 0) + item["overdue_count"]
    if len(totals) < 2:
        return []
    parts = [
        say(
            f"{spoken(labels.register(name))}{number}项",
            f"{spoken(labels.register(name))} {number}",
        )
        for name, number in sorted(totals.items(), key=lambda pair: -pair[1])
    ]
    return [say("、", ", ").join(parts)]


def _unlisted() -> str:
    """The registers about persons: what of them is overdue is listed in the office's outlet."""
    names = [spoken(labels.register(name)) for name in WITH_DEADLINES if labels.is_personal(name)]
    return say("、", ", ").join(names)


def _elsewhere() -> str:
    return say(
        f"{_unlisted()}的超期情况只在内部出口列出。",
        f" Only the office's own outlet lists what is overdue of: {_unlisted().lower()}.",
    )


def by_unit(view: View, home: Area) -> None:
    """The units to press, most overdue first."""
    columns = ("overdue_count", "longest_overdue_days", "due_in_7_days_count", "open_count")
    about = definition.of_columns("mart_overdue", *columns)
    with components.box(say("需要督办的单位", "Where to press"), "overdue", about):
        area = scope(view, home)
        items = queries.overdue(view.snapshot, area.code).to_dicts()
        components.note(sentences.overdue(items, view.snapshot.as_of) + _elsewhere())
        pressing = [i for i in items if i["overdue_count"] or i["due_in_7_days_count"]]
        if not pressing:
            return
        largest = max(item["overdue_count"] for item in pressing)
        components.folded(pressing, lambda rows: _table(rows, largest), UNITS_SHOWN)


def scope(view: View, home: Area) -> Area:
    """The area whose units are listed: home, or the one above it."""
    if view.parent is None:
        return home
    options = {"home": home.name, "parent": view.parent.name}
    chosen = filters.choice("scope", say("范围", "Scope"), options, "home")
    return view.parent if chosen == "parent" else home


def _table(items: list[dict[str, Any]], largest: int) -> Markup:
    return markup.table(
        say("各单位超期情况", "Overdue items by unit"),
        [
            Heading(say("责任单位", "Unit")),
            Heading(say("事项", "Register")),
            Heading(say("超期", "Overdue")),
            Heading(say("最久超期", "Longest overdue"), "right"),
            Heading(say("七日内到期", "Due in 7 days"), "right"),
            Heading(say("未办结", "Open"), "right"),
        ],
        [
            (
                item["unit"],
                spoken(labels.register(item["contract"])),
                markup.bar(item["overdue_count"], largest, str(item["overdue_count"])),
                _days(item["longest_overdue_days"]),
                item["due_in_7_days_count"],
                item["open_count"],
            )
            for item in items
        ],
    )


def _days(days: int | None) -> str:
    return (
        markup.NOTHING
        if days is None
        else say(f"{days}天", f"{days} day{'' if days == 1 else 's'}")
    )
