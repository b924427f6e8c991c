"""What the demo's workbooks have in common: reproducible bytes, a title, plain formats."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True)
class Formats:
    """The looks of cells."""

    title: Format
    header: Format
    text: Format
    day: Format
    moment: Format


@contextmanager
def open_book(target: io.BytesIO, made_on: date) -> Iterator[tuple[Workbook, Formats]]:
    """A workbook that is written into `target` on leaving; its time of making is `made_on`."""
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": "演示数据", "created": datetime.combine(made_on, time())})
        framed = {"border": 1, "valign": "vcenter"}
        yield (
            book,
            Formats(
                title=book.add_format({"bold": True, "font_size": 16, "align": "center"}),
                header=book.add_format(
                    {**framed, "bold": True, "align": "center", "text_wrap": True}
                ),
                text=book.add_format(framed),
                day=book.add_format({**framed, "num_format": "yyyy-mm-dd"}),
                moment=book.add_format({**framed, "num_format": "yyyy-mm-dd hh:mm"}),
            ),
        )


def write_title(sheet: Worksheet, title: str, width: int, look: Format) -> None:
    """A title in the first row, merged over all `width` columns."""
    sheet.merge_range(0, 0, 0, width - 1, title, look)


def write_span(sheet: Worksheet, rows: Sequence[int], column: int, text: str, look: Format) -> None:
    """One text over neighbouring rows of a column, merged where there is more than one."""
    if len(rows) > 1:
        sheet.merge_range(rows[0], column, rows[-1], column, text, look)
    else:
        sheet.write_string(rows[0], column, text, look)
