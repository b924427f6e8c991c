"""Whether the audit log is as it was written, and its latest records."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dashboards import components, filters, markup, wording, workspace
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from data_contracts import audit
from data_contracts.access import OUTLETS
from data_contracts.model import Outlet, Text

SHOWN = 200
EVERYTHING = "all"
HIDDEN = {"number", "previous", "time", "account", "what", "statement_sha256"}


def state() -> None:
    """What `anping audit verify` says."""
    title = say("记录是否完好", "Whether it is whole")
    about: list[tuple[str, object]] = [
        (
            say("怎样核对", "How"),
            say(
                "每条记录带有编号和上一条的指纹，末尾另有封印；改动、删除、调换都会指出是哪一条。"
                "请另行保存末条的编号和指纹，日后用 anping audit verify --seal 核对",
                "Each record has its number and the fingerprint of the one before; a seal names "
                "the last. Keep the last one's number and fingerprint elsewhere, for "
                "anping audit verify --seal",
            ),
        )
    ]
    log = workspace.home() / audit.FILE
    with components.box(title, "audit-state", about, is_level=False):
        if faults := audit.faults(log):
            for one in faults:
                components.note(spoken(one))
            return
        last = audit.seal(log)
        if last is None:
            components.empty(
                say("还没有记录", "Nothing has been recorded"),
                say("登录、打开内部数据、查询、导出之后出现在这里。", "It fills as people work."),
            )
            return
        count = wording.count(last.number)
        components.note(
            say(f"{count}条记录完好。", f"All {count} records are as they were written.")
        )
        components.show(markup.code(str(last)))


def records() -> None:
    """The latest ones, the newest first."""
    log = workspace.home() / audit.FILE
    lines = log.read_bytes().splitlines() if log.exists() else []
    found = [said for line in reversed(lines) if (said := _record(line))]
    if not found:
        return
    title = say("最近的记录", "The latest records")
    with components.box(title, "audit-records", _rules(), is_level=False):
        kinds = {EVERYTHING: say("全部", "All")}
        kinds |= {what: _name(what) for what in sorted({one["what"] for one in found})}
        asked = filters.pick("what", say("事项", "Deed"), kinds, 240, EVERYTHING)
        chosen = [one for one in found if asked in (EVERYTHING, one["what"])]
        components.show(
            markup.table(
                title,
                [
                    Heading(say("时间", "Time")),
                    Heading(say("账户", "Account")),
                    Heading(say("事项", "Deed")),
                    Heading(say("内容", "Of what")),
                ],
                [
                    (
                        wording.moment(datetime.fromisoformat(one["time"])),
                        markup.code(one["account"]),
                        _name(one["what"]),
                        _facts(one),
                    )
                    for one in chosen[:SHOWN]
                ],
            )
        )
        if len(chosen) > SHOWN:
            components.note(say(f"只列最近{SHOWN}条。", f"Only the latest {SHOWN} are listed."))


def _record(line: bytes) -> Mapping[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and {"time", "account", "what"} <= set(said) else None


def _name(what: str) -> str:
    return spoken(audit.DEEDS.get(what, Text(what, what)))


def _rules() -> list[tuple[str, object]]:
    return [
        (
            say("记什么", "What is recorded"),
            say(
                "登录、打开内部和受限出口、查询、导出、考核环节、报送；先记录，后执行；"
                "记不下来就不执行",
                "Sign-ins, openings of granted outlets, queries, exports, steps of scorecards, "
                "deliveries: before they are done, and they are not done if it cannot be recorded",
            ),
        ),
        (
            say("不记什么", "What is not"),
            say(
                "语句和结果的内容；语句只留指纹",
                "What a statement says or finds; of a statement its fingerprint alone",
            ),
        ),
    ]


def _facts(one: Mapping[str, Any]) -> Markup:
    said = []
    for key, value in one.items():
        if key in HIDDEN:
            continue
        name = audit.FACTS.get(key, Text(key, key))
        is_outlet = key == "outlet"
        shown = spoken(OUTLETS[Outlet(value)]) if is_outlet else markup.code(str(value))
        said.append(f"{markup.html(spoken(name))} {markup.html(shown)}")
    return Markup(say("；", "; ").join(said))
