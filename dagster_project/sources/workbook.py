"""XLSX and XLS workbooks."""

import contextlib
import difflib
import fnmatch
from collections.abc import Iterator

import fastexcel
import polars as pl

from dagster_project.personal import holds_personal_number
from dagster_project.sources import bounds, confined, parts
from dagster_project.sources.headers import names
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import (
    ROW,
    SURPLUS,
    Selection,
    SourceError,
    keep_data_rows,
    refuse_name,
)

CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook of Excel 97 begins, and one of any kind that is locked with a password."""
LOCKED_PART = "EncryptedPackage".encode("utf-16-le")
"""A locked XLSX is no ZIP but a container of an older kind, with this part in it."""
PANIC = "PanicException"
"""No Exception to Python, and the library does not export its name."""


class SheetTable:
    """One sheet of a workbook."""

    def __init__(self, grid: pl.DataFrame, mapping: SourceMapping, file: str) -> None:
        self._grid = grid
        self._grid.columns = [str(position) for position in range(self._grid.width)]
        self._skip = max(mapping.header_rows)
        if self._grid.height < self._skip:
            raise SourceError(
                f"{file}：工作表不足 {self._skip} 行，没有表头，"
                f"请更正 mappings/{mapping.name}.yml 中的 'sheet' 或 'header_rows'。",
                f"{file}: the sheet ends before header row {self._skip}; "
                f"correct 'sheet' or 'header_rows' in mappings/{mapping.name}.yml",
            )
        self.headers = names([list(self._grid.row(row - 1)) for row in mapping.header_rows])

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """See `SourceTable`."""
        rows = self._grid.with_row_index(ROW, offset=1).slice(self._skip)
        kept = keep_data_rows(rows, ignore_rows)
        frame = kept.frame.select(
            pl.col(ROW).cast(pl.Int64),
            *[str(position) for position in positions],
            pl.lit(False).alias(SURPLUS),
        )
        return Selection(frame=frame, ignored=kept.ignored)


def sheets(data: bytes, mapping: SourceMapping, file: str) -> Iterator[tuple[str, SheetTable]]:
    """The sheets that `mapping` means, with their locators such as ledger.xlsx#Sheet1.

    Raises:
        SourceError: it is no readable workbook, has no such sheet, or is beyond a limit.
    """
    if LOCKED_PART in data:
        raise _locked(file)
    is_old = data.startswith(CONTAINER)
    opened = confined.OldWorkbook(data, file) if is_old else Workbook(parts.plain(data, file), file)
    for name in _chosen(opened.names, mapping, file):
        refuse_name(name, file)
        locator = f"{file}#{name}"
        yield locator, SheetTable(opened.grid(name), mapping, locator)


class Workbook:
    """A workbook in memory, whose sheets are read one by one."""

    def __init__(self, data: bytes, file: str) -> None:
        self._file = file
        with _readable(file):
            self._book = fastexcel.read_excel(data)
            self.names = self._book.sheet_names

    def grid(self, name: str) -> pl.DataFrame:
        """The cells of a sheet as text, from its first row and column."""
        locator = f"{self._file}#{name}"
        with _readable(locator):
            sheet = self._book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            grid = sheet.to_polars()
        bounds.refuse_extent(grid.height, grid.width, locator)
        return grid


@contextlib.contextmanager
def _readable(file: str) -> Iterator[None]:
    """What the library says of a bad workbook, as a complaint; it panics over some of them."""
    try:
        yield
    except BaseException as error:
        is_panic = type(error).__name__ == PANIC
        if not is_panic and not isinstance(error, fastexcel.FastExcelError):
            raise
        if not is_panic and "password" in str(error).lower():
            raise _locked(file) from None
        raise parts.damaged(file) from None


def _locked(file: str) -> SourceError:
    return SourceError(
        f"{file}：工作簿有密码，请另存一份不加密码的再提供。",
        f"{file}: is locked with a password; save a copy without one and deliver that",
    )


def _chosen(sheet_names: list[str], mapping: SourceMapping, file: str) -> list[str]:
    if mapping.sheet is None:
        return sheet_names[:1]
    chosen = fnmatch.filter(sheet_names, mapping.sheet)
    if not chosen:
        quotable = [name for name in sheet_names if not holds_personal_number(name)]
        alike = difflib.get_close_matches(mapping.sheet, quotable, n=1, cutoff=0.4)
        near = (f"最接近的是 '{alike[0]}'，", f"the nearest is '{alike[0]}': ")
        cn, en = near if alike else ("", "")
        raise SourceError(
            f"{file}：没有工作表 '{mapping.sheet}'，{cn}"
            f"请更正 mappings/{mapping.name}.yml 中的 'sheet'。",
            f"{file}: has no sheet '{mapping.sheet}'; {en}correct 'sheet' "
            f"in mappings/{mapping.name}.yml",
        )
    return chosen
