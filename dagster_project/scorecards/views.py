"""What `anping scorecard` shows of periods and of issues, changing nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from dagster_project import settings
from dagster_project.settings import Workspace
from dagster_project.terminal import fail, say

if TYPE_CHECKING:
    import polars as pl

Period = Annotated[str, typer.Argument(help="考核期 period: 2026-Q3, 2026")]


def list_periods() -> None:
    """列出各考核期。 The periods, and where each stands."""
    from dagster_project.scorecards import life as lives

    workspace = Workspace.from_environment()
    table = Table("考核期 period", "阶段 stage", "版本 versions", "未决申诉 open appeals")
    for period in lives.periods(workspace):
        life = lives.load(workspace, period)
        is_open = [name for name, (_, decision) in life.appeals.items() if decision is None]
        versions = ", ".join(map(str, life.issues))
        table.add_row(period, lives.STAGES[life.stage], versions, ", ".join(is_open))
    Console(soft_wrap=True).print(table)


def show(
    period: Period,
    now: Annotated[
        bool, typer.Option("--now", help="按当前快照试算 as of the snapshot that serves")
    ] = False,
) -> None:
    """查看经过与各对象总分。 What happened to a period, and the totals."""
    from dagster_project.scorecards import life as lives
    from dagster_project.scorecards import steps

    workspace = Workspace.from_environment()
    life = lives.load(workspace, period)
    for entry in life.entries:
        print(f"{entry.at:%Y-%m-%d %H:%M}  {entry.step:8}  {entry.who}  {entry.why}")
    found = steps.as_it_stands(workspace, life, settings.now(), is_now=now)
    if found is not None:
        show_totals(steps.totals(found))


def verify(
    period: Annotated[str, typer.Argument(help="考核期，或收到的文件夹 period, or a folder")],
    version: Annotated[int | None, typer.Option(help="版本 version")] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="还按原始数据核验 also against what run --as-of has made")
    ] = False,
) -> None:
    """核验：文件未动，且分数可由依据重算。 Files are unaltered and scores follow from evidence."""
    from dagster_project.scorecards import issue as issues
    from dagster_project.scorecards import life as lives
    from dagster_project.scorecards import steps
    from dagster_project.scorecards import verify as verifying

    workspace, place = Workspace.from_environment(), Path(period)
    if place.is_dir() and not raw:
        found = verifying.faults(place)
    else:
        life = lives.load(workspace, period)
        number = issues.number(life, version)
        place = issues.folder(life, number)
        found = verifying.faults(place, life.issues[number].manifest_sha256)
        if raw and not found:
            known = steps.as_known_then(workspace, life, number, settings.now())
            found = verifying.against_raw(life, issues.read(place), known)
    if found:
        fail("\n".join(fault.both() for fault in found))
    say(f"核验通过 verified：{place}")


def diff(
    period: Period,
    before: Annotated[int, typer.Argument(help="旧版 the earlier version")] = 1,
    after: Annotated[int | None, typer.Argument(help="新版 the later version")] = None,
) -> None:
    """比较两版，逐项列出差异。 What two versions say differently."""
    from dagster_project.scorecards import diff as differing
    from dagster_project.scorecards import issue as issues
    from dagster_project.scorecards import life as lives
    from data_contracts import loader

    life = lives.load(Workspace.from_environment(), period)
    old, new = (
        issues.read(issues.folder(life, issues.number(life, version)))
        for version in (before, after)
    )
    marts = loader.mart_contracts()
    columns = (*marts["mart_scorecard"].columns, *marts["mart_scorecard_line"].columns)
    labels = {column.name: column.label.cn for column in columns}
    table = Table("对象 subject", "部分 part", "字段 field", "之前 before", "之后 after")
    for change in differing.changes(old.cards, new.cards):
        field = labels.get(change.field, change.field)
        values = ("—" if one is None else str(one) for one in (change.before, change.after))
        table.add_row(change.subject_code, change.part, field, *values)
    Console(soft_wrap=True).print(table)


def show_totals(totals: "pl.DataFrame") -> None:
    """A line a card."""
    table = Table("代码 code", "对象 subject", "总分 total", "状态 status", "红线 red lines")
    for row in totals.iter_rows(named=True):
        score = "—" if row["score"] is None else f"{row['score']:.2f}"
        where = (row["subject_code"], row["subject_name"])
        table.add_row(*where, score, row["status"], ", ".join(row["red_lines"]))
    Console(soft_wrap=True).print(table)
