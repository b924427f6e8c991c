"""The follow-up ledger: what a unit owes by a day, how that stands, and how it is said.

Everything stands as at the cut-off, as in mart_overdue. Works on rows of `queries.ledger`; draws
nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from dashboards import labels, wording
from dashboards.language import say, spoken
from dashboards.sentences import Verdict

Row = dict[str, Any]

SOON_DAYS, MONTH_DAYS = 7, 30
RECENT_DAYS = 30
"""For so long a closed item is still listed."""


class Duty(NamedTuple):
    """What a register of the open outlet asks of a unit: by when, and when it was done.

    Each is a column or an expression of its published table. `asked` is the column that names
    what is asked, where a register asks more than one thing.
    """

    contract: str
    item: str
    due_on: str
    done_on: str
    unit_code: str = "unit_code"
    kind: str | None = "kind"
    sector: str | None = None
    asked: str | None = None


IN_CHINA = "cast({} at time zone 'Asia/Shanghai' as date)"
DUTIES = (
    Duty("supervision_finding", "finding_id", "due_on", "verified_closed_on"),
    Duty(
        *("recommendation_letter", "letter_id", "effective_due_on", "replied_on"),
        unit_code="recipient_unit_code",
        sector="sector_code",
        asked="replied_on",
    ),
    Duty(
        *("recommendation_letter", "letter_id", "rectification_due_on", "verified_on"),
        unit_code="recipient_unit_code",
        sector="sector_code",
        asked="verified_on",
    ),
    Duty("sector_issue", "issue_id", "due_on", "verified_closed_on", sector="sector_code"),
    Duty("mechanism_item", "item_id", "due_on", "completed_on", kind=None, sector="sector_code"),
    Duty("supervision_task", "task_id", "due_on", "completed_on"),
    Duty("return_log", "return_id", "due_on", "case when is_complete then received_on end"),
    Duty("meeting_action", "action_id", "due_on", "completed_on", kind=None),
    Duty(
        *("opinion_event", "event_id", IN_CHINA.format("due_at"), IN_CHINA.format("responded_at")),
        kind=None,
    ),
)
"""Registers about persons are not among them: everyone sees no row of those."""


class State(StrEnum):
    """How an item stands at the cut-off."""

    OVERDUE = "overdue"
    SOON = "soon"
    MONTH = "month"
    LATER = "later"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a unit owes, or has done not long ago."""

    contract: str
    number: str
    kind: str
    """What it is and what is asked, in the language of the page; may be empty."""
    sector: str
    unit_code: str
    unit: str
    due_on: date
    done_on: date | None
    days_left: int
    """From the cut-off to the due date; below zero once that has passed."""

    @property
    def state(self) -> State:
        """How it stands."""
        if self.done_on is not None:
            return State.CLOSED
        if self.days_left < 0:
            return State.OVERDUE
        if self.days_left <= SOON_DAYS:
            return State.SOON
        return State.MONTH if self.days_left <= MONTH_DAYS else State.LATER


CHOICES: Mapping[str, frozenset[State]] = {
    "open": frozenset(State) - {State.CLOSED},
    "overdue": frozenset({State.OVERDUE}),
    "soon": frozenset({State.SOON}),
    "month": frozenset({State.SOON, State.MONTH}),
    "closed": frozenset({State.CLOSED}),
}
"""What one may ask for, and the states that answer."""


def choices() -> dict[str, str]:
    """The name of each choice of states."""
    return {
        "open": say("未办结", "Open"),
        "overdue": say("已超期", "Overdue"),
        "soon": say(f"{SOON_DAYS}天内到期", f"Due in {SOON_DAYS} days"),
        "month": say(f"{MONTH_DAYS}天内到期", f"Due in {MONTH_DAYS} days"),
        "closed": say(f"近{RECENT_DAYS}天办结", f"Closed in {RECENT_DAYS} days"),
    }


def items(rows: Iterable[Row], as_of: date) -> list[Item]:
    """The items of the ledger, the longest overdue first."""
    found = [
        Item(
            contract=row["contract"],
            number=row["number"],
            kind=_kind(row),
            sector=say(row["sector_cn"], row["sector_en"]) if row["sector_cn"] else "",
            unit_code=row["unit_code"],
            unit=row["unit"],
            due_on=row["due_on"],
            done_on=row["done_on"],
            days_left=(row["due_on"] - as_of).days,
        )
        for row in rows
    ]
    return sorted(found, key=lambda item: (item.due_on, item.contract, item.number))


def _kind(row: Row) -> str:
    """The kind of an item, and of what is asked where there is more than one thing."""
    table, kind, asked = f"fct_{row['contract']}", row["kind"], row["asked"]
    text = spoken(labels.code(table, "kind", kind)) if kind else ""
    if not asked:
        return text
    what = {
        "replied_on": say("回复", "reply"),
        "verified_on": say("整改", "rectification"),
    }[asked]
    return say(f"{text}（{what}）", f"{text} ({what})")


def verdict(item: Item) -> Verdict:
    """How an item stands, in words a leader reads at a glance."""
    days = item.days_left
    match item.state:
        case State.CLOSED:
            return _closed(item)
        case State.OVERDUE:
            late = -days
            text = say(f"超期{late}天", f"{late} day{_s(late)} overdue")
            return Verdict("bad", "!", text, "")
        case State.SOON if days == 0:
            return Verdict("unclear", "…", say("截止日当天到期", "Due on the cut-off"), "")
        case state:
            tone = "unclear" if state is State.SOON else "plain"
            text = say(f"{days}天后到期", f"Due in {days} day{_s(days)}")
            return Verdict(tone, "…", text, "")


def _closed(item: Item) -> Verdict:
    done = item.done_on
    late = 0 if done is None else (done - item.due_on).days
    if late <= 0:
        return Verdict("good", "✓", say("按期办结", "Closed in time"), "")
    text = say(f"超期{late}天办结", f"Closed {late} day{_s(late)} late")
    return Verdict("plain", "✓", text, "")


def _s(number: int) -> str:
    return "" if number == 1 else "s"


class Tally(NamedTuple):
    """How many items of a register or a unit stand how."""

    name: str
    counts: dict[State, int]

    @property
    def pressing(self) -> tuple[int, int, int]:
        """What tallies are ordered by."""
        counts = self.counts
        return counts[State.OVERDUE], counts[State.SOON], sum(counts.values())


def tallies(found: Iterable[Item], by: str) -> list[Tally]:
    """Open items by "register" or "unit", the most pressing first; none without any."""
    groups: dict[str, Tally] = {}
    for item in found:
        if item.state is State.CLOSED:
            continue
        key = item.unit_code if by == "unit" else item.contract
        name = item.unit if by == "unit" else spoken(labels.register(item.contract))
        counts = groups.setdefault(key, Tally(name, dict.fromkeys(State, 0))).counts
        counts[item.state] += 1
    return sorted(groups.values(), key=lambda tally: tally.pressing, reverse=True)


def summary(found: Iterable[Item]) -> str:
    """All that is open in one sentence, the overdue first."""
    still = [item for item in found if item.state is not State.CLOSED]
    if not still:
        return say("没有未办结的事项。", "Nothing is open.")
    late = [item for item in still if item.state is State.OVERDUE]
    soon = sum(item.state is State.SOON for item in still)
    total, number = wording.count(len(still)), wording.count(len(late))
    if not late:
        text = say(f"未办结{total}项，没有超期", f"{total} open, none overdue")
    else:
        units, longest = len({item.unit_code for item in late}), max(-i.days_left for i in late)
        text = say(
            f"未办结{total}项，其中超期{number}项，涉及{units}个单位，最久已超{longest}天",
            f"{total} open, of which {number} overdue at {units} unit{_s(units)}, "
            f"the oldest by {longest} day{_s(longest)}",
        )
    return text + say(
        f"；{soon}项在{SOON_DAYS}天内到期。", f"; {soon} due within {SOON_DAYS} days."
    )
