"""The state of the registers in words, and what somebody should do about it.

Works on the rows of mart_register_state and mart_register_month; draws nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards import labels, wording
from dashboards.language import say, spoken
from dashboards.register_charts import RegisterMonth
from dashboards.sentences import Verdict

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be put right: what, by whom, and how."""

    what: str
    who: str
    how: str


def aged(states: list[Row], as_of: date, due: date) -> list[Row]:
    """Rows of mart_register_state as they stand by `due`, what is longest out of date first.

    Each gains `behind_days`, for how long there has been nothing new; none where that is not
    known. `due` is the cut-off that the data should have by now: it lies after `as_of`, the
    snapshot's own, where no run has succeeded since, and what was fresh then may be out of date
    today. Nothing is newer than `as_of`, even where it is not shown how new.
    """
    found = []
    for state in states:
        newest, limit = state["newest_on"], state["freshness_days"]
        behind = None if newest is None else max(0, (due - newest).days)
        least = (due - as_of).days if behind is None and is_hidden(state) else behind
        late = least is not None and limit is not None and least > limit
        found.append(state | {"is_stale": state["is_stale"] or late, "behind_days": behind})
    return sorted(found, key=_urgency)


def is_hidden(state: Row) -> bool:
    """Whether it is not shown to everyone how much a register holds and how new that is."""
    return state["current_count"] is None


def _urgency(state: Row) -> tuple[bool, bool, bool, int]:
    behind = state["behind_days"]
    return (
        not state["is_stale"],
        state["freshness_days"] is None,
        behind is None,
        -(behind or 0),
    )


def lapsed(states: Iterable[Row]) -> list[Row]:
    """Registers that had data and are out of date; an office need not keep every register."""
    return [state for state in states if state["is_stale"] and _has_begun(state)]


def awaited(states: Iterable[Row]) -> list[Row]:
    """Registers with a time limit that never had any data."""
    return [state for state in states if state["is_stale"] and not _has_begun(state)]


def _has_begun(state: Row) -> bool:
    if is_hidden(state):
        return bool(state["delivery_count"])
    return state["behind_days"] is not None


def freshness(state: Row) -> Verdict:
    """Whether a register is up to date, in words; `state` as `aged` returns it."""
    behind, limit = state["behind_days"], state["freshness_days"]
    if state["delivery_count"] == 0 or state["current_count"] == 0:
        tone = "bad" if state["is_stale"] else "plain"
        mark = "✕" if state["is_stale"] else "－"
        return Verdict(tone, mark, say("尚无数据", "No data yet"), "")
    if limit is None or (behind is None and not is_hidden(state)):
        return Verdict("plain", "－", say("无时效要求", "No time limit"), "")
    if behind is None:
        return _freshness_of_hidden(state)
    lag = say(f"已{behind}天没有新数据", f"nothing new for {behind} d")
    if behind == 0:
        lag = say("数据到截止日", "up to the cut-off")
    detail = lag + say(f"，要求{limit}天以内", f", limit {limit} d")
    if state["is_stale"]:
        return Verdict("bad", "✕", say("已过期", "Out of date"), detail)
    return Verdict("good", "✓", say("正常", "Up to date"), detail)


def _freshness_of_hidden(state: Row) -> Verdict:
    limit = state["freshness_days"]
    if state["is_stale"]:
        lag = say(f"超过{limit}天没有新数据", f"nothing new for over {limit} d")
        return Verdict("bad", "✕", say("已过期", "Out of date"), lag)
    held = say(f"到截止日未超过要求的{limit}天", f"within {limit} d at the cut-off")
    return Verdict("good", "✓", say("正常", "Up to date"), held)


def stale_names(states: Iterable[Row]) -> str:
    """Which registers are out of date and for how long; `states` are those that are."""
    named = [(spoken(labels.register(row["contract"])), _lag(row)) for row in states]
    parts = [say(f"{name}（{lag}）", f"{name.lower()} ({lag})") for name, lag in named]
    return say("、", ", ").join(parts)


def _lag(state: Row) -> str:
    """For how long a register that is out of date has had nothing new."""
    days, limit = state["behind_days"], state["freshness_days"]
    if days is None:
        return say(f"超过{limit}天", f"over {limit} days")
    return say(f"{days}天", f"{days} days")


def summary(states: list[Row]) -> str:
    """All registers in one sentence."""
    stale, empty = len(lapsed(states)), len(awaited(states))
    gaps = sum(state["missing_month_count"] for state in states)
    shown = [state for state in states if not is_hidden(state)]
    bad = sum(state["quarantined_count"] for state in shown)
    read = sum(state["read_count"] for state in shown)
    share = wording.share(bad / read) if read else "0%"
    some = len(shown) < len(states)
    without = say("不计涉及个人的登记簿，", "registers about persons apart, ") if some else ""
    return say(
        f"{len(states)}个登记簿中，{f'{stale}个已过期' if stale else '没有过期的'}"
        f"{f'，{empty}个尚无数据' if empty else ''}；"
        f"{f'共缺{gaps}个月的数据' if gaps else '没有缺月'}；"
        f"{without}读取{wording.count(read)}行，其中{wording.count(bad)}行因不合规则被隔离（{share}）。",
        f"Of {len(states)} registers, {stale or 'none'} {'is' if stale == 1 else 'are'} out of "
        f"date{f', {empty} without data' if empty else ''}; {gaps or 'no'} "
        f"month{'' if gaps == 1 else 's'} missing; {without}of {wording.count(read)} rows read, "
        f"{wording.count(bad)} are in quarantine ({share}).",
    )


def hidden_note(states: Iterable[Row]) -> str:
    """Of which registers everyone sees no counts; nothing where there is none."""
    names = [spoken(labels.register(row["contract"])) for row in states if is_hidden(row)]
    if not names:
        return ""
    listed = say("、", ", ").join(names)
    return say(
        f"{listed}涉及个人，行数和最新业务日期不对外显示，本级可在内部出口查看。",
        f"About persons: {listed.lower()}. How many rows they hold and how new those are is not "
        "shown to everyone; the office sees it in its own outlet.",
    )


def tasks(states: list[Row], months: dict[str, list[RegisterMonth]]) -> list[Task]:
    """What to do, most pressing first: stale, missing, in quarantine, never come."""
    return [
        *(_stale(state) for state in lapsed(states)),
        *(
            _missing(state, months.get(state["contract"], []))
            for state in states
            if state["missing_month_count"]
        ),
        *(_quarantined(state) for state in states if state["quarantined_count"]),
        *(_awaited(state) for state in awaited(states)),
    ]


def _awaited(state: Row) -> Task:
    name, who = _name_and_owner(state)
    return Task(
        say(f"{name}：尚无数据", f"{name}: no data yet"),
        who,
        say("有此登记簿的，提交首批数据", "Where it is kept, deliver the first data"),
    )


def _stale(state: Row) -> Task:
    name, who = _name_and_owner(state)
    if state["newest_on"] is None:
        return Task(
            say(f"{name}：{_lag(state)}没有新数据", f"{name}: nothing new for {_lag(state)}"),
            who,
            say("提交最近的数据", "Deliver the latest data"),
        )
    day, behind = wording.day(state["newest_on"]), state["behind_days"]
    return Task(
        say(
            f"{name}：最新数据只到{day}，已{behind}天没有新数据",
            f"{name}: ends on {day}, nothing new for {behind} days",
        ),
        who,
        say(f"提交{day}以后的数据", f"Deliver what came after {day}"),
    )


def _missing(state: Row, months: list[RegisterMonth]) -> Task:
    name, who = _name_and_owner(state)
    gaps = [wording.period("month", month.first) for month in months if month.is_missing]
    listed = say("、", ", ").join(gaps)
    return Task(
        say(f"{name}：缺{listed}整月数据", f"{name}: nothing for {listed}"),
        who,
        say("核对是否漏报，漏报的予以补报", "Check whether it was left out, and deliver it"),
    )


def _quarantined(state: Row) -> Task:
    name, who = _name_and_owner(state)
    rows = wording.count(state["quarantined_count"])
    share = wording.share(state["quarantined_share"] or 0)
    return Task(
        say(f"{name}：{rows}行被隔离（{share}）", f"{name}: {rows} rows in quarantine ({share})"),
        who,
        say(
            "按“隔离原因”在原登记簿中更正后重新提交",
            "Correct them at the source for the reasons below, and deliver again",
        ),
    )


def _name_and_owner(state: Row) -> tuple[str, str]:
    contract = state["contract"]
    return spoken(labels.register(contract)), labels.register_owner(contract)


def gaps(rows: list[Row]) -> str:
    """Which months are missing, from rows of mart_register_month."""
    missing: dict[str, list[str]] = {}
    for row in rows:
        if row["is_missing"]:
            first = date.fromisoformat(f"{row['month']}-01")
            missing.setdefault(row["contract"], []).append(wording.period("month", first))
    if not missing:
        return say("各登记簿逐月都有数据。", "Every month of every register has data.")
    parts = [
        spoken(labels.register(contract)) + say("缺", " lacks ") + say("、", ", ").join(found)
        for contract, found in missing.items()
    ]
    return say("；", "; ").join(parts) + say("。", ".")


def commonest(faults: list[Row]) -> str:
    """The most frequent reason for quarantine; `faults` by count, the largest first.

    Only of those whose count everyone sees.
    """
    counted = [row for row in faults if row["quarantined_count"] is not None]
    if not counted:
        return say(
            f"共{len(faults)}种原因，次数都不对外显示。",
            f"{len(faults)} reasons; how often is not shown to everyone.",
        )
    total, top = sum(row["quarantined_count"] for row in counted), counted[0]
    hidden = len(faults) - len(counted)
    rest = say(f"另有{hidden}种的次数不对外显示。", f"{hidden} more are not counted in public. ")
    name = spoken(labels.register(top["contract"]))
    column = spoken(labels.register_column(top["contract"], top["column_name"]))
    rule = say(top["rule_cn"], top["rule_en"]).rstrip("。.")
    number = wording.count(top["quarantined_count"])
    return say(
        f"共{len(counted)}种原因、{wording.count(total)}次；最多的是{name}的“{column}”："
        f"{rule}（{number}次）。{rest if hidden else ''}"
        "每一行在哪个文件、第几行，请管理员到工作区的隔离文件夹查看。",
        f"{len(counted)} reasons, {wording.count(total)} faults; most often {name.lower()}, "
        f"{column.lower()}: {rule} ({number}). {rest if hidden else ''}"
        "File and line of each row are in the workspace's quarantine folder.",
    )


def register_months(rows: list[Row], as_of: date) -> dict[str, list[RegisterMonth]]:
    """Rows of mart_register_month by register, as charts want them."""
    found: dict[str, list[RegisterMonth]] = {}
    for row in rows:
        first = date.fromisoformat(f"{row['month']}-01")
        found.setdefault(row["contract"], []).append(
            RegisterMonth(
                first=first,
                row_count=row["row_count"],
                is_missing=row["is_missing"],
                is_open=(first.year, first.month) == (as_of.year, as_of.month),
            )
        )
    return found
