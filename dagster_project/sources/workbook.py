"""XLSX and XLS workbooks."""

import difflib
import fnmatch
from collections.abc import Iterator

import fastexcel
import polars as pl

from dagster_project.sources.headers import names
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import ROW, SURPLUS, Selection, SourceError, keep_data_rows


class SheetTable:
    """One sheet of a workbook."""

    def __init__(self, sheet: fastexcel.ExcelSheet, mapping: SourceMapping, file: str) -> None:
        self._grid = sheet.to_polars()
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
        SourceError: it is no readable workbook, or has no such sheet.
    """
    workbook = _open(data, file)
    for name in _chosen(workbook.sheet_names, mapping, file):
        sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        yield f"{file}#{name}", SheetTable(sheet, mapping, f"{file}#{name}")


def _open(data: bytes, file: str) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(data)
    except fastexcel.FastExcelError as error:
        if "password" in str(error).lower():
            raise SourceError(
                f"{file}：工作簿有密码，请另存一份不加密码的再提供。",
                f"{file}: is locked with a password; save a copy without one and deliver that",
            ) from None
        raise SourceError(
            f"{file}：工作簿无法读取，已损坏或不完整，请重新提供。",
            f"{file}: is no readable workbook; it is damaged or was cut off, deliver it again",
        ) from None


def _chosen(sheet_names: list[str], mapping: SourceMapping, file: str) -> list[str]:
    if mapping.sheet is None:
        return sheet_names[:1]
    chosen = fnmatch.filter(sheet_names, mapping.sheet)
    if not chosen:
        alike = difflib.get_close_matches(mapping.sheet, sheet_names, n=1, cutoff=0.4)
        near = (f"最接近的是 '{alike[0]}'，", f"the nearest is '{alike[0]}': ")
        cn, en = near if alike else ("", "")
        raise SourceError(
            f"{file}：没有工作表 '{mapping.sheet}'，{cn}"
            f"请更正 mappings/{mapping.name}.yml 中的 'sheet'。",
            f"{file}: has no sheet '{mapping.sheet}'; {en}correct 'sheet' "
            f"in mappings/{mapping.name}.yml",
        )
    return chosen
