"""The life of a period: steps, appeals, issues, and what restatements changed of one card.

Everyone may look, so neither totals nor figures about persons are told here: the files of an
issue have them, for those who receive it.
"""

from collections.abc import Sequence

from dashboards import components, markup, queries, scorecard_course, scorecard_queries, wording
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from dashboards.scorecard_course import Life
from dashboards.scorecards import Card, Line
from dashboards.view import View
from data_contracts import scorecard_life
from data_contracts.model import Text
from data_contracts.scorecard import Appeal, Change, Decision
from data_contracts.scorecard_life import Entry, UnreadableLifeError

CLAIMS = {
    "rows_missing": Text("漏记", "Rows are missing"),
    "rows_wrong": Text("记错", "Rows are wrong"),
    "not_our_duty": Text("不属本单位职责", "Not our duty"),
    "definition": Text("口径有异议", "Definition"),
}
FIELDS = {
    "value": Text("数值", "Figure"),
    "numerator": Text("分子", "Numerator"),
    "denominator": Text("分母", "Denominator"),
    "score": Text("得分", "Score"),
}
"""What may be told of a line that everyone sees; what it weighs depends on hidden ones."""


def course(view: View, card: Card, life: Life) -> None:
    """Steps and appeals of the period, and what restatements changed of this card."""
    with components.box(say("本期经过", "Course of the period"), "scorecard-life", _rules()):
        if life.fault:
            components.empty(say("经过记录读取失败", "The log cannot be read"), life.fault)
            return
        if not life.entries:
            components.empty(
                say("本期考核尚未开始", "The period has not begun"),
                say(
                    "现在看到的是试算。收集、公示、锁定和发布由管理员办理，办理后在此列出。",
                    "What is shown is on trial. Notice, lock and issue are listed here once an "
                    "administrator has taken them.",
                ),
            )
            return
        appeals = scorecard_life.appeals(life.entries)
        components.note(scorecard_course.summary(life, appeals))
        components.folded([{"entry": entry} for entry in life.entries], _steps)
        if appeals:
            components.show(_appeals(appeals, _subjects(view, card.period), _indicators(view)))
        for version in range(2, (life.version or 0) + 1):
            _restatement(card, version)


def _rules() -> list[tuple[str, object]]:
    return [
        (
            say("锁定", "Locked"),
            say(
                "数值定格，此后迟到的数据不改变结果；要改只能更正，旧版保留",
                "Figures are frozen: late data change nothing. A restatement is a version of its "
                "own beside the old one",
            ),
        ),
        (
            say("不列出的", "Not listed"),
            say(
                "总分和涉及个人的数值，其变化只见于发布的文件",
                "Totals and figures about persons: their changes are in the issued files only",
            ),
        ),
    ]


def _steps(rows: list[dict[str, Entry]]) -> Markup:
    return markup.table(
        say("本期经过", "Course of the period"),
        [
            Heading(say("时间", "When")),
            Heading(say("步骤", "Step")),
            Heading(say("经办", "By")),
            Heading(say("说明", "Why")),
        ],
        [
            (wording.moment(entry.at), scorecard_course.step(entry), entry.who, entry.why)
            for entry in (row["entry"] for row in rows)
        ],
    )


def _subjects(view: View, period: str) -> dict[str, str]:
    rows = scorecard_queries.totals(view.snapshot, period).to_dicts()
    return {row["subject_code"]: row["name"] for row in rows}


def _indicators(view: View) -> dict[str, str]:
    rows = queries.catalogue(view.snapshot).to_dicts()
    return {row["indicator_id"]: say(row["name_cn"], row["name_en"]) for row in rows}


def _appeals(
    appeals: dict[str, tuple[Appeal, Decision | None]],
    subjects: dict[str, str],
    indicators: dict[str, str],
) -> Markup:
    """Who claimed what of which indicator, and what was decided."""
    return markup.table(
        say("申诉", "Appeals"),
        [
            Heading(say("申诉", "Appeal")),
            Heading(say("对象", "Subject")),
            Heading(say("指标", "Indicator")),
            Heading(say("理由", "Claim")),
            Heading(say("决定", "Decision")),
        ],
        [
            (
                number,
                subjects.get(made.subject_code, made.subject_code),
                indicators.get(made.indicator_id, made.indicator_id),
                spoken(CLAIMS[made.claim]),
                spoken(scorecard_course.DECISIONS[scorecard_course.outcome(decision)]),
            )
            for number, (made, decision) in appeals.items()
        ],
    )


def _restatement(card: Card, version: int) -> None:
    """What a version says differently of this card, as far as everyone may know."""
    try:
        found = scorecard_queries.difference(card.period, version)
    except UnreadableLifeError as error:
        components.empty(say("更正内容读取失败", "It cannot be read"), say(error.cn, error.en))
        return
    if found is None:
        return
    own = [
        change
        for change in found.changes
        if (change.subject_kind, change.subject_code) == (card.subject.kind, card.subject.code)
    ]
    shown = {line.indicator.id: line for line in card.lines if _may_be_told(line)}
    told = [change for change in own if change.part in shown and change.field in FIELDS]
    rest = {change.part for change in own} - {change.part for change in told}
    name, reason = card.subject.name, found.reason
    text = say(f"第{version}版更正：{reason}。", f"Version {version}: {reason}. ")
    if not own:
        text += say(f"{name}没有变化。", f"Nothing changed for {name}.")
    elif rest:
        text += say(
            "总分、机制得分和涉及个人的指标的变化见发布的文件。",
            "How totals, mechanisms and indicators about persons changed is in the issued files.",
        )
    components.note(text)
    if told:
        components.show(_changes(version, told, shown))


def _may_be_told(line: Line) -> bool:
    return not (line.is_hidden or line.indicator.is_personal)


def _changes(version: int, told: Sequence[Change], shown: dict[str, Line]) -> Markup:
    return markup.table(
        say(f"第{version}版的变化", f"Changes of version {version}"),
        [
            Heading(say("指标", "Indicator")),
            Heading(say("内容", "What")),
            Heading(say("原为", "Before")),
            Heading(say("现为", "After")),
        ],
        [
            (
                spoken(shown[change.part].indicator.name),
                spoken(FIELDS[change.field]),
                _written(change.before),
                _written(change.after),
            )
            for change in told
        ],
    )


def _written(value: object) -> str:
    return wording.rounded(value, 2) if isinstance(value, int | float) else markup.NOTHING
