"""What a statement has found: its first rows, what they rest on, and files to take along."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from dashboards import components, markup, wording
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from dashboards.sql_desk import LIMITS, Answer
from dashboards.view import View
from data_contracts import audit, export
from data_contracts.access import OUTLETS
from data_contracts.export import Format

SHOWN_ROWS = 200
LONGEST_CELL = 300
DECIMALS = 6
FORMS: dict[Format, str] = {
    "csv": "csv",
    "xlsx": "xlsx",
    "json": "json",
    "parquet": "parquet",
    "table": "txt",
}
"""The formats of files and how their names end."""


def show(view: View, answer: Answer) -> None:
    """The result."""
    with components.box(say("结果", "Result"), "sql-result", _about(), is_level=False):
        components.note(_summary(answer))
        frame = answer.result.frame
        if frame.height:
            title = say("结果", "Result")
            components.show(markup.scrolled(title, _table(title, answer)))
        else:
            components.empty(
                say("没有符合条件的行", "No row is like that"),
                say("语句没有错；请放宽条件后再运行。", "Nothing is wrong; ask for more."),
            )
        st.html(f'<p class="ap-small">{escape(_origin(answer))}</p>')
        _downloads(view, answer)


def _summary(answer: Answer) -> str:
    result = answer.result
    number, shown = result.frame.height, min(result.frame.height, SHOWN_ROWS)
    rows, seconds = wording.count(number), wording.rounded(result.seconds, 2)
    text = say(f"共{rows}行，用时{seconds}秒。", f"{rows} rows in {seconds} seconds.")
    if result.is_cut:
        text = say(
            f"结果过多，只取了前{rows}行，其余没有给出；请缩小范围或汇总。用时{seconds}秒。",
            f"Too many rows: only the first {rows} are given. Ask for less, or for totals. "
            f"{seconds} seconds.",
        )
    if shown < number:
        text += say(f"下面列出前{shown}行。", f" The first {shown} are listed.")
    return text


def _origin(answer: Answer) -> str:
    outlet = spoken(OUTLETS[answer.outlet])
    said = say(f"{outlet}出口", f"{outlet} outlet")
    return f"{export.provenance(answer.snapshot)} · {said}"


def _table(title: str, answer: Answer) -> Markup:
    frame, names = answer.result.frame.head(SHOWN_ROWS), answer.names
    headings = [
        Heading(names.get(name, ""), "right" if kind.is_numeric() else "left", code=name)
        for name, kind in frame.schema.items()
    ]
    rows = [[_shown(cell) for cell in row] for row in frame.iter_rows()]
    return markup.table(title, headings, rows)


def _shown(cell: Any) -> str:
    """A cell as it stands in the snapshot; nothing for NULL."""
    match cell:
        case None:
            return ""
        case bool():
            return say("是", "yes") if cell else say("否", "no")
        case int():
            return str(cell)
        case float() | Decimal():
            return _number(cell)
        case datetime():
            local = cell.astimezone(wording.BEIJING) if cell.tzinfo else cell
            return f"{local:%Y-%m-%d %H:%M:%S}"
        case date():
            return cell.isoformat()
        case list():
            return say("；", "; ").join(map(_shown, cell))
    text = str(cell)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def _number(value: float | Decimal) -> str:
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        return str(value)
    if abs(number) < Decimal(10) ** 15:
        number = number.quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _downloads(view: View, answer: Answer) -> None:
    """A button a format; the file is made, and that it was taken recorded, when it is asked for."""
    with st.container(horizontal=True, key="downloads"):
        for form, ending in FORMS.items():
            label = say(f"导出 {form.upper()}", f"Export {form.upper()}")
            st.download_button(
                say("导出文本表", "Export text table") if form == "table" else label,
                partial(_written, view, answer, form),
                file_name=f"{say('查询', 'query')}_{answer.snapshot.as_of}.{ending}",
                key=f"download-{form}",
                on_click="ignore",
            )


def _written(view: View, answer: Answer, form: Format) -> bytes:
    view.exported(form, audit.sql(answer.statement))
    return export.write(answer.result.frame, answer.snapshot, form)


def _about() -> list[tuple[str, object]]:
    rows = wording.count(LIMITS.rows)
    return [
        (
            say("行", "Rows"),
            say(
                f"最多{rows}行；页面上列出前{SHOWN_ROWS}行，导出的文件有全部",
                f"At most {rows}; the first {SHOWN_ROWS} are listed here, files hold all",
            ),
        ),
        (
            say("空格子", "Empty cells"),
            say(
                "没有值；公开出口中，涉及个人的过小数值也留空",
                "No value; in the open outlet, small figures derived from persons are blank too",
            ),
        ),
        (
            say("小数", "Decimals"),
            say(
                f"页面上四舍五入到{DECIMALS}位，文件中是原值",
                f"Rounded to {DECIMALS} here, whole in files",
            ),
        ),
        (
            say("导出", "Export"),
            say(
                "每份文件都写明来自哪个快照；每次导出都有记录，记录语句的指纹，不记录语句",
                "Each file says which snapshot it comes from; each is recorded with a fingerprint "
                "of the statement, never its text",
            ),
        ),
    ]
