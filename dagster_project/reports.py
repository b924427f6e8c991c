"""What the command prints: progress of a run, and the verdict on an inspected table."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status
from rich.table import Table

from dagster_project.checks import predicates
from dagster_project.inspection import Inspected
from dagster_project.warehouse.landing import Judged


@contextmanager
def progress(console: Console) -> Iterator[None]:
    """Shows what a run is at: a moving line on a terminal, plain lines elsewhere."""
    with console.status("开始…… Starting") as status:
        handler = _Progress(console, status)
        log = logging.getLogger("anping")
        log.setLevel(logging.INFO)
        log.propagate = False
        log.addHandler(handler)
        try:
            yield
        finally:
            log.removeHandler(handler)


class _Progress(logging.Handler):
    """Warnings stay on the screen; news replaces the news before where it can."""

    def __init__(self, console: Console, status: Status) -> None:
        super().__init__()
        self._console = console
        self._status = status

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING or not self._console.is_terminal:
            self._console.print(record.getMessage(), markup=False, soft_wrap=True)
        else:
            self._status.update(record.getMessage())


def show_inspected(console: Console, table: Inspected, limit: int) -> bool:
    """Prints the verdict on one table; returns whether all of it would be loaded."""
    if table.judged is None:
        console.print(f"✗ {table.complaint}", style="red", markup=False)
        return False
    verdict = table.judged.judgement
    ignored, unread = table.judged.extract.ignored_count, table.judged.extract.unread_count
    cn, en = ("整份拒收", "refused") if table.is_refused else ("可入库", "fit to load")
    console.print(
        f"{'✗' if table.is_refused else '✓'} {table.file} → {table.contract.label.cn}"
        f"（{table.terms.cn}）：读取 {verdict.read_count} 行，入库 {verdict.accepted_count}，"
        f"隔离 {verdict.quarantined_count}，忽略 {ignored}，未读取的来源列 {unread}；{cn}\n"
        f"  {table.contract.label.en} ({table.terms.en}): {verdict.read_count} rows read, "
        f"{verdict.accepted_count} accepted, {verdict.quarantined_count} quarantined, "
        f"{ignored} ignored, {unread} columns of the source not read; {en}",
        style="red" if table.is_refused else None,
        markup=False,
    )
    if verdict.faults.height:
        console.print(_faults(table, table.judged, limit))
    return verdict.faults.is_empty()


def _faults(table: Inspected, judged: Judged, limit: int) -> Table:
    heads = ("行 Row", "列 Column", "规则 Rule", "值 Value")
    shown = Table(*heads, box=None, padding=(0, 2), header_style="bold")
    for row, column, rule, masked in judged.judgement.faults.head(limit).iter_rows():
        label = table.contract.column(column).label.both()
        said = predicates.describe(table.contract, rule)
        shown.add_row(str(row), label, said.both(), masked or "（空 empty）")
    rest = judged.judgement.faults.height - limit
    if rest > 0:
        shown.add_row("…", "", f"另有 {rest} 处，用 --limit 查看 {rest} more, see --limit", "")
    return shown
