"""<period>考核评分表.pdf: a page a card, typeset from what `scorecard.json` says."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import typst

from dagster_project.scorecards import content, wording
from dagster_project.scorecards.workbook import provenance, title
from data_contracts.complaint import Complaint
from data_contracts.scorecard import Card, Line, Part, Scorecard

TEMPLATE = Path(__file__).with_name("document.typ")
FONTS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei"),
    *("PingFang SC", "WenQuanYi Micro Hei", "SimHei"),
)
"""Any of these will do; none is shipped."""
ROOMY = 32
"""Lines that a page has room for; with more they stand closer."""


class FontError(Complaint):
    """This machine has no font for Chinese, so that a document would show boxes."""


def written(scorecard: Scorecard, form: Literal["pdf", "png"] = "pdf") -> list[bytes]:
    """The document; as PNG a picture a page.

    Raises:
        FontError: there is no font for Chinese.
    """
    fonts = typst.Fonts()
    known = set(fonts.families())
    if not (usable := [name for name in FONTS if name in known]):
        raise FontError(
            "本机没有中文字体，无法排版 PDF；请安装 Noto Sans CJK（如 fonts-noto-cjk）后重试。",
            "this machine has no Chinese font, so no PDF can be typeset; install Noto Sans CJK, "
            "such as the package fonts-noto-cjk, and try again",
        )
    said = json.dumps(_said(scorecard, usable), ensure_ascii=False)
    pages = typst.compile(TEMPLATE, format=form, font_paths=fonts, sys_inputs={"said": said})
    return pages if isinstance(pages, list) else [pages or b""]


def _said(scorecard: Scorecard, fonts: list[str]) -> dict[str, Any]:
    return {
        "title": title(scorecard),
        "provenance": provenance(scorecard),
        "print": sha256(content.written(scorecard)).hexdigest(),
        "fonts": fonts,
        "cards": [_card(card) for card in scorecard.cards],
    }


def _card(card: Card) -> dict[str, Any]:
    total = card.total
    is_bad = bool(total.red_lines) or total.status == "void"
    return {
        "name": card.subject_name,
        "level": wording.LEVELS.get(card.level, card.level),
        "code": card.subject_code,
        "total": wording.PARTS[total.status] if total.score is None else f"{total.score:.2f}",
        "note": wording.PARTS[total.status] if total.status == "provisional" else "",
        "is_bad": is_bad,
        "notices": list(_notices(card)),
        "mechanisms": [_mechanism(part) for part in card.mechanisms],
        "lines": [_line(line) for line in card.lines],
        "size": 8 if len(card.lines) <= ROOMY else 7.5,
        "inset": 3 if len(card.lines) <= ROOMY else 2.4,
    }


def _notices(card: Card) -> Iterator[str]:
    """What a reader must know before the total is believed."""
    total = card.total
    for line in card.lines:
        if line.line_status == "red_line":
            yield f"触及红线：{line.indicator_name}。{_consequence(line)}"
    if total.red_lines and total.score_before_red_lines is not None:
        yield f"红线前总分 {total.score_before_red_lines:.2f}。"
    if total.status == "insufficient":
        share = 1 - total.applicable_weight / total.weight
        yield f"未能计分的权重占 {share:.0%}，超过 40%，不出总分。"
    if total.bonus_points:
        yield f"另加 {wording.number(total.bonus_points)} 分，已计入总分。"


def _consequence(line: Line) -> str:
    if line.score_rule == "veto":
        return "一票否决，总分作废。"
    if line.score_floor is None:
        return "只作警示，不影响总分。"
    return f"总分封顶 {wording.number(line.score_floor)} 分。"


def _mechanism(part: Part) -> dict[str, Any]:
    return {
        "name": wording.mechanisms()[part.part],
        "weight": wording.number(part.weight),
        "effective": wording.number(part.effective_weight),
        "share": part.score or 0,
        "score": "—" if part.score is None else f"{part.score:.2f}",
        "status": wording.PARTS[part.status],
    }


def _line(line: Line) -> dict[str, Any]:
    appealed = f"，申诉 {line.appeal_id}" if line.appeal_id else ""
    score = "—" if line.score is None else f"{line.score:.2f}"
    if line.score_rule == "bonus" and line.points is not None:
        score = f"+{wording.number(line.points)}"
    cells = (
        line.indicator_id,
        line.indicator_name,
        wording.figure(line.value, line.unit),
        _counts(line),
        wording.rule(line.score_rule, line.score_rule_note, line.score_floor, line.score_target),
        wording.number(line.effective_weight) if line.score is not None else "—",
        score,
        wording.status(line.line_status, line.figure_status) + appealed,
    )
    is_bad = line.line_status == "red_line"
    return {"cells": cells, "is_bad": is_bad, "is_scored": line.score is not None or is_bad}


def _counts(line: Line) -> str:
    if line.numerator is None or line.denominator is None:
        return "—"
    return f"{wording.number(line.numerator)}/{wording.number(line.denominator)}"
