"""Workspaces for tests: the demo world, and a tiny one that a person can check by hand."""

import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from dagster_project import setup
from dagster_project.demo import installation, world
from dagster_project.demo.records import Scale, World
from dagster_project.settings import Workspace
from dagster_project.warehouse import build, transform
from dagster_project.warehouse.manifest import Manifest
from data_contracts import query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot
from tests.integration.command import MORNING, Ended, anping

TODAY = MORNING.date()
AS_OF = TODAY - timedelta(days=1)
HOME = "150626102"
REFERENCE = {
    "area": (
        "区划代码,名称,层级,上级区划代码,常住人口,生效日期",
        "150626,乌审旗,旗,,100000,2000-01-01",
        f"{HOME},图克镇,苏木乡镇,150626,9000,2000-01-01",
    ),
    "unit": (
        "单位代码,名称,单位类型,所在区划,生效日期",
        f"TK1,图克镇扫黑办,扫黑办,{HOME},2000-01-01",
        f"TK2,图克镇派出所,派出所,{HOME},2000-01-01",
    ),
    "unit_sector": ("单位代码,行业领域", "TK1,mineral"),
}
FINDINGS = (
    "问题编号,督导类型,责任单位,发现日期,整改期限,验收销号日期",
    "F1,联合督导,TK1,2026-09-01,2026-10-01,2026-09-20",
    "F2,专项督导,TK1,2026-09-01,2026-10-05,",
    "F3,个案督导,TK2,2026-09-01,2026-10-05,2026-10-07",
)
TICKET_HEADER = (
    "工单编号,所属区划,承办单位,行业领域,诉求类别,受理日期,应办结日期,办结日期,"
    "是否24小时内联系,是否解决,是否满意,是否剔除,退回重办次数"
)


@dataclass
class Run:
    """A workspace after its first run: where it is, how the run ended, what it was made from."""

    workspace: Workspace
    ended: Ended

    @cached_property
    def snapshot(self) -> Snapshot:
        """What serves in it."""
        return snapshots.current(self.workspace.published)

    def rows(self, sql: str, outlet: Outlet = Outlet.OPEN) -> list[tuple[Any, ...]]:
        """The rows of a query on what serves."""
        return query.trusted(self.snapshot, sql, outlet).rows()

    def built(self, sql: str) -> pl.DataFrame:
        """The rows of a query on the last build."""
        last = Manifest.load(self.workspace).build
        assert last is not None
        with tempfile.TemporaryDirectory(dir=self.workspace.home.parent) as folder:
            beside = Workspace(Path(folder))
            beside.warehouse.mkdir()
            for name in filter(None, (last.file, last.base)):
                (beside.warehouse / name).hardlink_to(self.workspace.warehouse / name)
            build.resume(beside, last)
            with build.opened(beside) as connection:
                return pl.DataFrame(connection.sql(sql).to_arrow_table())


@dataclass
class Demo(Run):
    """The demo world in a workspace."""

    world: World


def parse(home: Path) -> Workspace:
    """A workspace that holds nothing but the models as dbt understands them."""
    workspace = Workspace(home)
    transform.manifest_path(workspace)
    return workspace


def make_demo(home: Path, parsed: Workspace, scale: Scale) -> Demo:
    """Installs the demo world and runs it once."""
    workspace = lay_out(parsed, home)
    installation.install(workspace, scale, 1, TODAY)
    ended = anping(workspace, "run")
    assert ended.code == 0, ended.err
    return Demo(workspace, ended, world.build(today=TODAY, seed=1, scale=scale))


def make_tiny(home: Path, parsed: Workspace) -> Run:
    """Two areas, two units, findings in a workbook, tickets in a CSV and in a ZIP, run once."""
    workspace = lay_out(parsed, home)
    setup.make(workspace, HOME)
    for contract, lines in REFERENCE.items():
        deliver(workspace, f"{contract}.csv", *lines)
        map_plainly(workspace, contract, f"inbox/{contract}.csv")
    deliver_findings(workspace)
    map_plainly(workspace, "supervision_finding", "inbox/findings.xlsx")
    deliver_archive(workspace, 9)
    deliver_tickets(workspace, 10)
    map_plainly(workspace, "hotline_ticket", "inbox/hotline/*", "upsert")
    ended = anping(workspace, "run")
    assert ended.code == 0, ended.err
    return Run(workspace, ended)


def deliver(workspace: Workspace, name: str, *lines: str, encoding: str = "gb18030") -> Path:
    """Puts a text file into the inbox."""
    path = workspace.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding=encoding)
    return path


def deliver_tickets(workspace: Workspace, month: int) -> Path:
    """Twenty tickets of a month of 2026, as the hotline would deliver them."""
    return deliver(workspace, f"hotline/2026-{month:02}.csv", TICKET_HEADER, *tickets(month))


def deliver_archive(workspace: Workspace, month: int) -> Path:
    """The same as a CSV in a ZIP."""
    path = workspace.inbox / "hotline" / f"2026-{month:02}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join([TICKET_HEADER, *tickets(month)]) + "\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tickets.csv", text.encode("gb18030"))
    return path


def deliver_findings(workspace: Workspace) -> Path:
    """The findings as a workbook."""
    path = workspace.inbox / "findings.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(FINDINGS):
            sheet.write_row(number, 0, line.split(","))
    return path


def tickets(month: int) -> list[str]:
    """Twenty lines for `TICKET_HEADER`: all closed on time, every fifth one not solved."""
    first = date(2026, month, 1)
    lines = []
    for number in range(20):
        created = first + timedelta(days=number % 14)
        due, closed = created + timedelta(days=4), created + timedelta(days=3)
        solved = "是" if number % 5 else "否"
        lines.append(
            f"T{month:02}{number:02},{HOME},TK{1 + number % 2},mineral,投诉,"
            f"{created},{due},{closed},是,{solved},是,否,0"
        )
    return lines


def map_plainly(
    workspace: Workspace, contract: str, files: str, delivery: str = "snapshot"
) -> None:
    """A mapping for files that have the contract's own headers."""
    (workspace.mappings / f"{contract}.yml").write_text(
        f"contract: {contract}\nfiles: {files}\ndelivery: {delivery}\n", encoding="utf-8"
    )


def lay_out(source: Workspace, home: Path) -> Workspace:
    """A copy of a workspace, times of change included, in which nothing looks new."""
    shutil.copytree(source.home, home, dirs_exist_ok=True)
    return Workspace(home)
