"""How much a file may hold and unpack to, and the words where one holds more.

A file that was made to harm is small and unpacks to gigabytes, or claims to. Each rule is looked
at before the bytes that it is about are unpacked, so that reading any one file takes less than a
gigabyte of memory. What a register needs lies far below every limit.
"""

from collections.abc import Iterable
from typing import Final

from dagster_project.sources.reading import SourceError

MEGABYTE: Final = 1024**2
LARGEST_FILE_BYTES: Final = 128 * MEGABYTE
"""Of a file on disk, and of one table's text once it is unpacked."""
MOST_UNPACKED_BYTES: Final = 1024 * MEGABYTE
"""Of all members of an archive together, which are unpacked one after another."""
MOST_MEMBERS: Final = 1000
MOST_RATIO: Final = 200
RATIO_FROM_BYTES: Final = 8 * MEGABYTE
"""Smaller members may be as regular as they like."""
MOST_ROWS: Final = 2_000_000
MOST_COLUMNS: Final = 1000
MOST_CELLS: Final = 20_000_000
LONGEST_LINE_BYTES: Final = MEGABYTE
LONGEST_CELL: Final = 32_767
"""Characters, as in the spreadsheets that registers are kept in."""

SPLIT = (
    "请按月或按单位拆成几个文件再提供",
    "split it by month or by office and deliver the parts",
)
AGAIN = ("请从原系统重新导出", "export it again from where it comes from")


def refused(file: str, cn: str, en: str, advice: tuple[str, str]) -> SourceError:
    """The complaint that `file` is beyond a limit: the rule, and what to do."""
    return SourceError(f"{file}：{cn}，未读取；{advice[0]}。", f"{file}: {en}; {advice[1]}")


def refuse_size(count: int, file: str) -> None:
    """Refuses a file, member or table of more than `LARGEST_FILE_BYTES`."""
    if count > LARGEST_FILE_BYTES:
        raise refused(
            file,
            f"超过 {LARGEST_FILE_BYTES // MEGABYTE} MB",
            f"is larger than {LARGEST_FILE_BYTES // MEGABYTE} MB and was not read",
            SPLIT,
        )


def refuse_extent(rows: int, columns: int, file: str) -> None:
    """Refuses a table with too many rows, columns or cells."""
    if columns > MOST_COLUMNS:
        raise refused(
            file,
            f"有 {columns} 列，多于 {MOST_COLUMNS} 列",
            f"has {columns} columns, more than {MOST_COLUMNS}, and was not read",
            AGAIN,
        )
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        raise refused(
            file,
            f"有 {rows} 行 {columns} 列，多于 {MOST_ROWS} 行或 {MOST_CELLS} 格",
            f"has {rows} rows and {columns} columns, more than {MOST_ROWS} rows or "
            f"{MOST_CELLS} cells, and was not read",
            SPLIT,
        )


def refuse_text(count: int, file: str) -> None:
    """Refuses a table whose cells hold more than `LARGEST_FILE_BYTES` of text."""
    if count > LARGEST_FILE_BYTES:
        megabytes = LARGEST_FILE_BYTES // MEGABYTE
        raise refused(
            file,
            f"单元格的文字合计超过 {megabytes} MB",
            f"holds more than {megabytes} MB of text in its cells and was not read",
            SPLIT,
        )


def refuse_line(count: int, row: int, file: str) -> None:
    """Refuses a line of more than `LONGEST_LINE_BYTES`; `row` is 1-based."""
    if count > LONGEST_LINE_BYTES:
        megabytes = LONGEST_LINE_BYTES // MEGABYTE
        raise refused(
            file,
            f"第 {row} 行长于 {megabytes} MB，没有换行",
            f"row {row} is longer than {megabytes} MB without a line end; nothing was read",
            AGAIN,
        )


def refuse_cell(length: int, row: int, file: str) -> None:
    """Refuses a cell of more than `LONGEST_CELL` characters; `row` is 1-based, 0 if unknown."""
    if length > LONGEST_CELL:
        cn, en = (f"第 {row} 行", f"row {row}") if row else ("", "it")
        raise refused(
            file,
            f"{cn}有一格的文字多于 {LONGEST_CELL} 个字",
            f"{en} has a cell of more than {LONGEST_CELL} characters; nothing was read",
            AGAIN,
        )


def refuse_unpacked(sizes: Iterable[int], file: str) -> None:
    """Refuses an archive whose members come to more than `MOST_UNPACKED_BYTES`."""
    if sum(sizes) > MOST_UNPACKED_BYTES:
        megabytes = MOST_UNPACKED_BYTES // MEGABYTE
        raise refused(
            file,
            f"解压后超过 {megabytes} MB",
            f"unpacks to more than {megabytes} MB and was not unpacked",
            SPLIT,
        )
