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


def aged(states: list[Row], due: date) -> list[Row]:
    """Rows of mart_register_state as they stand by `due`, what is longest out of date first.

    Each gains `behind_days`, for how long there has been nothing new. `due` is the cut-off that
    the data should have by now: it lies after the snapshot's own where no run has succeeded
    since, and what was fresh then may be out of date today.
    """
    found = []
    for state in states:
        newest, limit = state["newest_on"], state["freshness_days"]
        behind = None if newest is None else max(0, (due - newest).days)
        late = behind is not None and limit is not None and behind > limit
        found.append(state | {"is_stale": state["is_stale"] or late, "behind_days": behind})
    return sorted(found, key=_urgency)


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
    return [state for state in states if state["is_stale"] and state["behind_days"] is not None]


def awaited(states: Iterable[Row]) -> list[Row]:
    """Registers with a time limit that never had any data."""
    return [state for state in states if state["is_stale"] and state["behind_days"] is None]


def freshness(state: Row) -> Verdict:
    """Whether a register is up to date, in words; `state` as `aged` returns it."""
    behind, limit = state["behind_days"], state["freshness_days"]
    if state["delivery_count"] == 0 or state["current_count"] == 0:
        tone = "bad" if state["is_stale"] else "plain"
        mark = "✕" if state["is_stale"] else "－"
        return Verdict(tone, mark, say("尚无数据", "No data yet"), "")
    if limit is None or behind is None:
        return Verdict("plain", "－", say("无时效要求", "No time limit"), "")
    lag = say(f"已{behind}天没有新数据", f"nothing new for {behind} d")
    if behind == 0:
        lag = say("数据到截止日", "up to the cut-off")
    detail = lag + say(f"，要求{limit}天以内", f", limit {limit} d")
    if state["is_stale"]:
        return Verdict("bad", "✕", say("已过期", "Out of date"), detail)
    return Verdict("good", "✓", say("正常", "Up to date"), detail)


def stale_names(states: Iterable[Row]) -> str:
    """Which registers are out of date and for how long; `states` are those that are."""
    named = [(spoken(labels.register(row["contract"])), row["behind_days"]) for row in states]
    parts = [say(f"{name}（{n}天）", f"{name.lower()} ({n} days)") for name, n in named]
    return say("、", ", ").join(parts)


def summary(states: list[Row]) -> str:
    """All registers in one sentence."""
    stale, empty = len(lapsed(states)), len(awaited(states))
    gaps = sum(state["missing_month_count"] for state in states)
    bad = sum(state["quarantined_count"] for state in states)
    read = sum(state["read_count"] for state in states)
    share = wording.share(bad / read) if read else "0%"
    return say(
        f"{len(states)}个登记簿中，{f'{stale}个已过期' if stale else '没有过期的'}"
        f"{f'，{empty}个尚无数据' if empty else ''}；"
        f"{f'共缺{gaps}个月的数据' if gaps else '没有缺月'}；"
        f"读取{wording.count(read)}行，其中{wording.count(bad)}行因不合规则被隔离（{share}）。",
        f"Of {len(states)} registers, {stale or 'none'} {'is' if stale == 1 else 'are'} out of "
        f"date{f', {empty} without data' if empty else ''}; {gaps or 'no'} "
        f"month{'' if gaps == 1 else 's'} missing; of {wording.count(read)} rows read, "
        f"{wording.count(bad)} are in quarantine ({share}).",
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
    """The most frequent reason for quarantine; `faults` by count, the largest first."""
    total = sum(row["quarantined_count"] for row in faults)
    top = faults[0]
    name = spoken(labels.register(top["contract"]))
    column = spoken(labels.register_column(top["contract"], top["column_name"]))
    rule = say(top["rule_cn"], top["rule_en"]).rstrip("。.")
    number = wording.count(top["quarantined_count"])
    return say(
        f"共{len(faults)}种原因、{wording.count(total)}次；最多的是{name}的“{column}”：{rule}（{number}次）。"
        "每一行在哪个文件、第几行，请管理员到工作区的隔离文件夹查看。",
        f"{len(faults)} reasons, {wording.count(total)} faults; most often {name.lower()}, "
        f"{column.lower()}: {rule} ({number}). "
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
