"""Header rows to header names, and header names to contract columns."""

import difflib
import unicodedata

from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import SourceError
from data_contracts.model import SourceContract

JOIN = "/"


def tidy(header: str | None) -> str:
    """A header as people mean it: half-width, without blanks and line breaks."""
    return "".join(unicodedata.normalize("NFKC", header or "").split())


def names(rows: list[list[str | None]]) -> list[str]:
    """One name a column from one or several header rows.

    Upper cells are filled to the right, for they are merged over the columns they head;
    the parts are joined with "/": 整改 over 期限 and 销号日期 gives 整改/期限 and 整改/销号日期.
    """
    width = max(len(row) for row in rows)
    tidied = [[tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for row in tidied[:-1]:
        for position in range(1, width):
            row[position] = row[position] or row[position - 1]
    lowest = tidied[-1]
    result = []
    for position in range(width):
        parts = [row[position] for row in tidied if row[position]]
        merged_down = not lowest[position]
        result.append(parts[-1] if parts and merged_down else JOIN.join(parts))
    return result


def choose(
    headers: list[str], contract: SourceContract, mapping: SourceMapping, file: str
) -> dict[str, int]:
    """Which position feeds which contract column; forbidden and unknown ones feed none.

    Raises:
        SourceError: a header that is needed is missing or stands there twice.
    """
    chosen: dict[str, int] = {}
    for column in contract.columns:
        declared = mapping.columns.get(column.name)
        if declared is not None and declared.header is None:
            continue
        wanted = (
            [declared.header] if declared and declared.header else [column.label.cn, column.name]
        )
        found = [i for name in wanted for i, header in enumerate(headers) if header == tidy(name)]
        if len(found) > 1:
            raise SourceError(
                f"{file}：表头 '{wanted[0]}' 出现了 {len(found)} 次，请在来源中改名以便区分。",
                f"{file}: the header '{wanted[0]}' stands there {len(found)} times; "
                "rename one in the source, so that it is clear which one is meant",
            )
        if found:
            chosen[column.name] = found[0]
        elif declared is not None or column.required:
            raise _missing(wanted[0], headers, mapping, file)
    return chosen


def position(headers: list[str], header: str, file: str) -> int:
    """Where `header` stands.

    Raises:
        SourceError: nowhere.
    """
    if tidy(header) not in headers:
        raise SourceError(
            f"{file}：没有可向下填充的列 '{header}'，请更正映射中的 'fill_down'。",
            f"{file}: there is no column '{header}' to fill down; correct 'fill_down'",
        )
    return headers.index(tidy(header))


def _missing(wanted: str, headers: list[str], mapping: SourceMapping, file: str) -> SourceError:
    """Names only look-alikes: where the header row is wrong, the rest may be people's data."""
    alike = difflib.get_close_matches(tidy(wanted), headers, n=1, cutoff=0.5)
    rows = ", ".join(str(row) for row in mapping.header_rows)
    cn, en = (f"最接近的是 '{alike[0]}'，", f"the nearest is '{alike[0]}': ") if alike else ("", "")
    return SourceError(
        f"{file}：第 {rows} 行表头中没有列 '{wanted}'，{cn}"
        f"请更正文件，或更正 mappings/{mapping.name}.yml 中的 'columns' 或 'header_rows'。",
        f"{file}: the column '{wanted}' is not in header row {rows}; {en}"
        f"correct the file, or 'columns' or 'header_rows' in mappings/{mapping.name}.yml",
    )
