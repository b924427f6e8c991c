"""Header rows to header names, and header names to contract columns."""

import difflib
import itertools

from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import SourceError, tidy
from data_contracts.model import SourceContract

JOIN = "/"


def names(rows: list[list[str | None]]) -> list[str]:
    """One name a column from one or several header rows.

    An upper cell is filled to the right where both it and its neighbour have something below,
    for it is merged over the columns that it heads; a cell merged downwards has nothing below.
    The parts are joined with "/": 整改 over 期限 and 销号日期 gives 整改/期限 and 整改/销号日期.
    """
    width = max(len(row) for row in rows)
    tidied = [[tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for level, row in enumerate(tidied[:-1]):
        above, below = tidied[:level], tidied[level + 1 :]
        for left, here in itertools.pairwise(range(width)):
            heads_both = any(r[left] for r in below) and any(r[here] for r in below)
            if not row[here] and heads_both and all(r[left] == r[here] for r in above):
                row[here] = row[left]
    return [JOIN.join(filter(None, parts)) for parts in zip(*tidied, strict=True)]


def choose(
    headers: list[str], contract: SourceContract, mapping: SourceMapping, file: str
) -> dict[str, int]:
    """Which position feeds which contract column; forbidden and unknown ones feed none.

    Raises:
        SourceError: a header that is needed is missing or stands there twice.
    """
    chosen: dict[str, int] = {}
    lacking: list[str] = []
    for column in contract.columns:
        declared = mapping.columns.get(column.name)
        if declared is not None and declared.header is None:
            continue
        wanted = [declared.header] if declared and declared.header else [column.label.cn]
        wanted += [] if declared else [column.name]
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
            lacking.append(wanted[0])
    if lacking:
        quotable = headers if len(chosen) >= len(lacking) else []
        raise _missing(lacking[0], quotable, mapping, file)
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
    """Names only look-alikes: where the header row is wrong, the rest may be people's data.

    Where most headers are missing it is wrong indeed, and `headers` is empty.
    """
    alike = difflib.get_close_matches(tidy(wanted), headers, n=1, cutoff=0.5)
    rows = ", ".join(str(row) for row in mapping.header_rows)
    cn, en = (f"最接近的是 '{alike[0]}'，", f"the nearest is '{alike[0]}': ") if alike else ("", "")
    return SourceError(
        f"{file}：第 {rows} 行表头中没有列 '{wanted}'，{cn}"
        f"请更正文件，或更正 mappings/{mapping.name}.yml 中的 'columns' 或 'header_rows'。",
        f"{file}: the column '{wanted}' is not in header row {rows}; {en}"
        f"correct the file, or 'columns' or 'header_rows' in mappings/{mapping.name}.yml",
    )
