"""A filled template: what was found in it, and what became of it."""

from dashboards import components, markup, wording
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from dashboards.submissions import Verdict


def verdict(found: Verdict) -> None:
    """What would be loaded and what not, and every fault by row."""
    components.note(_summary(found))
    if found.complaint is not None:
        components.note(spoken(found.complaint))
    if found.faults:
        components.folded([{"fault": fault} for fault in found.faults], _table)
        if rest := found.fault_count - len(found.faults):
            components.note(
                say(f"另有{rest}处没有列出，请先更正以上各处。", f"{rest} more are not listed.")
            )


def kept(found: Verdict) -> None:
    """That it has been handed in, and when it will be read."""
    if found.path is None:
        return
    word = say("已提交", "Handed in")
    if found.is_known:
        word = say("内容相同的文件此前已经提交，没有重复存放", "The same file was handed in before")
    rest = say("下一次更新数据时读取。", "It will be read by the next run.")
    if found.quarantined_count:
        n = wording.count(found.quarantined_count)
        rest += say(
            f"其中{n}行有错，届时进入隔离区，不入库；更正后可再次提交。",
            f" {n} faulty rows will go to quarantine; hand them in again once they are mended.",
        )
    components.note(f"{word}{say('：', ': ')}{found.path.name}{say('。', '. ')}{rest}")


def _summary(found: Verdict) -> str:
    read, good, bad = (
        wording.count(n) for n in (found.read_count, found.accepted_count, found.quarantined_count)
    )
    if found.complaint is not None:
        return say("这份文件无法读取。", "This file cannot be read.")
    text = say(
        f"读取{read}行：可入库{good}行，有错{bad}行。",
        f"{read} rows read: {good} fit to load, {bad} faulty.",
    )
    if found.is_refused:
        text += say(
            "有错的行过多，整份不能提交，请更正后重新上传。",
            " Too many are faulty, so that it cannot be handed in; mend it and upload it again.",
        )
    return text


def _table(rows: list[components.Row]) -> Markup:
    headings = [
        Heading(say("行", "Row")),
        Heading(say("列", "Column")),
        Heading(say("规则", "Rule")),
        Heading(say("值（遮盖后）", "Value, masked")),
        Heading(say("怎样改", "What to do")),
    ]
    title = say("有错的地方", "Faults")
    cells = [
        (
            str(row["fault"].row),
            spoken(row["fault"].column),
            spoken(row["fault"].rule),
            row["fault"].masked or say("（空）", "(empty)"),
            spoken(row["fault"].advice),
        )
        for row in rows
    ]
    return markup.table(title, headings, cells)
