"""Small pieces of HTML: tables, cards, definitions. Values in, escaped markup out.

Our own tables rather than Streamlit's: those speak English and offer downloads of their own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from dashboards.sentences import Verdict

NOTHING = "－"
"""Stands in a table's cell that has nothing to say; left out on a phone."""
NOTHING_MARK = " data-nothing"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table; `code` is its name in the database, where that is to be seen."""

    label: str
    align: Literal["left", "right"] = "left"
    code: str = ""


class Markup(str):
    """Text that is already HTML and is not escaped again."""

    __slots__ = ()


def html(value: object) -> Markup:
    """`value` as HTML, escaped unless it is markup already."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


def chip(verdict: Verdict) -> Markup:
    """A judgement as a small label with its mark."""
    return Markup(
        f'<span class="ap-chip ap-{verdict.tone}"><span aria-hidden="true">{verdict.mark}</span> '
        f"{escape(verdict.headline)}</span>"
    )


def bar(value: float, largest: float, text: str) -> Markup:
    """A number with a bar as long as its share of the largest."""
    width = round(100 * value / largest) if largest else 0
    return Markup(
        f'<span class="ap-bar"><span style="width:{width}%"></span></span>'
        f'<span class="ap-number">{escape(text)}</span>'
    )


def table(
    title: str,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[object]],
) -> Markup:
    """A table; on a phone each row becomes a block whose cells name their column."""
    head = "".join(
        f'<th scope="col" class="ap-{heading.align}">{escape(heading.label)}'
        f"{code(heading.code)}</th>"
        for heading in headings
    )
    body = "".join(f"<tr>{_cells(headings, row)}</tr>" for row in rows)
    return Markup(
        f'<table class="ap-table"><caption class="ap-unseen">{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(headings: Sequence[Heading], row: Sequence[object]) -> str:
    first, *rest = [
        f'class="ap-{heading.align}" data-label="{escape(heading.label or heading.code)}"'
        for heading in headings
    ]
    cells = [f'<th scope="row" {first}>{html(row[0])}</th>']
    cells += [
        f"<td {mark}{NOTHING_MARK if value == NOTHING else ''}><span>{html(value)}</span></td>"
        for mark, value in zip(rest, row[1:], strict=True)
    ]
    return "".join(cells)


def scrolled(title: str, body: Markup) -> Markup:
    """What may be larger than its place, in a frame that the keyboard can push too."""
    return Markup(
        f'<div class="ap-scrolled" tabindex="0" role="region" aria-label="{escape(title)}">'
        f"{body}</div>"
    )


def definitions(entries: Iterable[tuple[str, object]]) -> Markup:
    """Terms with their explanations."""
    items = "".join(f"<dt>{escape(term)}</dt><dd>{html(text)}</dd>" for term, text in entries)
    return Markup(f'<dl class="ap-definition">{items}</dl>')


def link(label: str, address: str) -> Markup:
    """A link to a page of ours; `address` as `urlencode` made it. Breaks after a slash."""
    text = escape(label).replace("/", "/<wbr>")
    return Markup(f'<a class="ap-link" href="{escape(address)}">{text}</a>')


def code(text: str) -> Markup:
    """A name or a statement as the database reads it; nothing for nothing."""
    return Markup(f"<code>{escape(text)}</code>" if text else "")


def small(text: str) -> Markup:
    """What is said below a value, in smaller type; nothing for nothing."""
    return Markup(f'<span class="ap-small">{html(text)}</span>' if text else "")


def menu(label: str, groups: Iterable[tuple[str, Sequence[Markup]]]) -> Markup:
    """Links by group, folded away under `label`."""
    items = "".join(f"<dt>{escape(name)}</dt><dd>{' '.join(links)}</dd>" for name, links in groups)
    return Markup(
        f'<details class="ap-menu"><summary>{escape(label)}</summary><dl>{items}</dl></details>'
    )


def entries(title: str, items: Iterable[Markup]) -> Markup:
    """Entries under a heading of their own."""
    head = f'<h2 class="ap-title">{escape(title)}</h2>'
    return Markup(f'<section class="ap-entries">{head}{"".join(items)}</section>')


def entry(
    title: str, asides: Iterable[str], summary: str, body: Markup, *, is_open: bool
) -> Markup:
    """A titled line that unfolds to all about it."""
    opened = " open" if is_open else ""
    aside = " ".join(f'<span class="ap-aside">{escape(text)}</span>' for text in asides)
    return Markup(
        f'<details class="ap-entry"{opened}><summary><strong>{escape(title)}</strong> '
        f"{aside}{small(summary)}</summary>"
        f"{body}</details>"
    )


def unfolding(css_class: str, label: str, body: Markup) -> Markup:
    """What stands behind a word, folded away."""
    summary = f"<summary>{escape(label)}</summary>"
    return Markup(f'<details class="{css_class}">{summary}{body}</details>')


def parts(entries: Iterable[tuple[str, ...]]) -> Markup:
    """Small figures side by side: a name, the value, and what is said about it."""
    items = "".join(
        f"<div><dt>{escape(name)}</dt>{''.join(f'<dd>{escape(text)}</dd>' for text in texts)}</div>"
        for name, *texts in entries
    )
    return Markup(f'<dl class="ap-parts">{items}</dl>')


def lines(css_class: str, texts: Iterable[object]) -> Markup:
    """Paragraphs of one class."""
    return Markup("".join(f'<p class="{css_class}">{html(text)}</p>' for text in texts))


def weak(text: str) -> Markup:
    """What stands back behind what matters."""
    return Markup(f'<span class="ap-weak">{escape(text)}</span>')


def panel(title: object, aside: Markup, body: Markup, text: str) -> Markup:
    """A small titled picture with a line of words below it."""
    return Markup(
        f'<figure class="ap-panel"><h3>{html(title)} {aside}</h3>{body}'
        f"<figcaption>{escape(text)}</figcaption></figure>"
    )


def tiles(entries: Iterable[tuple[str, str, Verdict, bool]]) -> Markup:
    """Tiles of one size, none larger than another: name, value, verdict, and whether it is ours."""
    items = "".join(
        f'<li class="ap-tile ap-{verdict.tone}{" ap-ours" if is_ours else ""}">'
        f"<strong>{escape(name)}</strong><span>{escape(value)}</span>"
        f'<span><span aria-hidden="true">{verdict.mark}</span> {escape(verdict.headline)}</span>'
        "</li>"
        for name, value, verdict, is_ours in entries
    )
    return Markup(f'<ul class="ap-tiles">{items}</ul>')


def grid(panels: Iterable[Markup]) -> Markup:
    """Panels side by side, in as many columns as there is room for."""
    return Markup(f'<div class="ap-grid">{"".join(panels)}</div>')
