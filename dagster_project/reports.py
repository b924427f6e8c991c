"""What the command prints: progress of a run, and the verdict on an inspected table."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.logging import RichHandler
from rich.status import Status
from rich.table import Table

from dagster_project.checks import predicates
from dagster_project.inspection import Inspected
from dagster_project.warehouse.landing import Judged


@contextmanager
def progress(console: Console) -> Iterator[None]:
    """Shows what a run is at: a moving line on a terminal, plain lines elsewhere."""
    log = logging.getLogger("anping")
    log.setLevel(logging.INFO)
    log.propagate = False
    if not console.is_terminal:
        handler: logging.Handler = RichHandler(
            console=console, show_level=False, show_path=False, markup=False
        )
        log.addHandler(handler)
        try:
            yield
        finally:
            log.removeHandler(handler)
        return
    with console.status("开始……") as status:
        handler = _StatusHandler(status)
        log.addHandler(handler)
        try:
            yield
        finally:
            log.removeHandler(handler)


class _StatusHandler(logging.Handler):
    def __init__(self, status: Status) -> None:
        super().__init__()
        self._status = status

    def emit(self, record: logging.LogRecord) -> None:
        self._status.update(record.getMessage())


def show_inspected(console: Console, table: Inspected, limit: int) -> bool:
    """Prints the verdict on one table; returns whether all of it would be loaded."""
    if table.judged is None:
        console.print(f"✗ {table.complaint}", style="red", markup=False)
        return False
    verdict = table.judged.judgement
    ending = "整份拒收" if table.is_refused else "可入库"
    console.print(
        f"{'✗' if table.is_refused else '✓'} {table.file} → {table.contract.label.cn}"
        f"（{table.terms}）：读取 {verdict.read_count} 行，入库 {verdict.accepted_count}，"
        f"隔离 {verdict.quarantined_count}，忽略 {table.judged.extract.ignored_count}，"
        f"未读取的来源列 {table.judged.extract.unread_count}；{ending}",
        style="red" if table.is_refused else None,
        markup=False,
    )
    if verdict.faults.height:
        console.print(_faults(table, table.judged, limit))
    return verdict.faults.is_empty()


def _faults(table: Inspected, judged: Judged, limit: int) -> Table:
    shown = Table("行", "列", "规则", "值", box=None, padding=(0, 2), header_style="bold")
    for row, column, rule, masked in judged.judgement.faults.head(limit).iter_rows():
        label = table.contract.column(column).label.cn
        said = predicates.describe(table.contract, rule)
        shown.add_row(str(row), label, f"{said.cn} {said.en}", masked or "（空）")
    rest = judged.judgement.faults.height - limit
    if rest > 0:
        shown.add_row("…", f"另有 {rest} 处，用 --limit 查看", "", "")
    return shown
