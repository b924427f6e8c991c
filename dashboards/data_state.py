"""The state of the registers in words, and what somebody should do about it.

Works on the rows of mart_register_state and mart_register_month; draws nothing.
"""

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


def freshness(state: Row, as_of: date) -> Verdict:
    """Whether a register is up to date, in words."""
    newest, limit = state["newest_on"], state["freshness_days"]
    if state["delivery_count"] == 0 or state["current_count"] == 0:
        tone = "bad" if state["is_stale"] else "plain"
        mark = "✕" if state["is_stale"] else "－"
        return Verdict(tone, mark, say("尚无数据", "No data yet"), "")
    if limit is None or newest is None:
        return Verdict("plain", "－", say("无时效要求", "No time limit"), "")
    behind = (as_of - newest).days
    lag = say(f"距截止日{behind}天", f"{behind} d before the cut-off")
    if behind <= 0:
        lag = say("数据到截止日", "up to the cut-off")
    detail = lag + say(f"，要求{limit}天以内", f", limit {limit} d")
    if state["is_stale"]:
        return Verdict("bad", "✕", say("已过期", "Out of date"), detail)
    return Verdict("good", "✓", say("正常", "Up to date"), detail)


def summary(states: list[Row]) -> str:
    """All registers in one sentence."""
    stale = sum(state["is_stale"] for state in states)
    gaps = sum(state["missing_month_count"] for state in states)
    bad = sum(state["quarantined_count"] for state in states)
    read = sum(state["read_count"] for state in states)
    share = wording.share(bad / read) if read else "0%"
    return say(
        f"{len(states)}个登记簿中，{f'{stale}个已过期' if stale else '没有过期的'}；"
        f"{f'共缺{gaps}个月的数据' if gaps else '没有缺月'}；"
        f"读取{wording.count(read)}行，其中{wording.count(bad)}行因不合规则被隔离（{share}）。",
        f"Of {len(states)} registers, {stale or 'none'} {'is' if stale == 1 else 'are'} out of "
        f"date; {gaps or 'no'} month{'' if gaps == 1 else 's'} missing; of {wording.count(read)} "
        f"rows read, {wording.count(bad)} are in quarantine ({share}).",
    )


def tasks(states: list[Row], months: dict[str, list[RegisterMonth]], as_of: date) -> list[Task]:
    """What to do, most pressing first: what is stale, what is missing, what is in quarantine."""
    return [
        *(_stale(state, as_of) for state in states if state["is_stale"]),
        *(
            _missing(state, months.get(state["contract"], []))
            for state in states
            if state["missing_month_count"]
        ),
        *(_quarantined(state) for state in states if state["quarantined_count"]),
    ]


def _stale(state: Row, as_of: date) -> Task:
    name, who = _name_and_owner(state)
    newest = state["newest_on"]
    if newest is None:
        return Task(
            say(f"{name}：从未交付", f"{name}: nothing was ever delivered"),
            who,
            say("尽快提交首批数据", "Deliver the first data"),
        )
    day, behind = wording.day(newest), (as_of - newest).days
    return Task(
        say(
            f"{name}：最新数据只到{day}，已过去{behind}天",
            f"{name}: ends on {day}, {behind} days ago",
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
