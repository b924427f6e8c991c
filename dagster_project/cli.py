"""The `anping` command, thin: it reads words, calls one function, and prints what came of it.

Heavy modules are imported inside the commands, so that `anping --help` answers at once.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console

from dagster_project import access_commands, settings
from dagster_project.deliveries import commands as deliveries
from dagster_project.extent import Extent
from dagster_project.returns import commands as returns
from dagster_project.scorecards import commands as scorecard
from dagster_project.settings import Workspace
from dagster_project.terminal import fail, guarded, say, screen
from data_contracts.configuration import ConfigurationError
from data_contracts.model import Outlet

P = ParamSpec("P")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Anping 安评：扫黑除恶常态化与平安建设考评的分析仓库。 "
    "The warehouse behind Peace construction work and its assessment.",
)
app.add_typer(scorecard.app)
app.add_typer(access_commands.app)
app.add_typer(access_commands.log)


class Scale(StrEnum):
    """How large a demonstration is."""

    TOWN = "town"
    BANNER = "banner"
    CITY = "city"
    REGION = "region"
    NATION = "nation"


class Form(StrEnum):
    """How `sql` gives its rows."""

    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PARQUET = "parquet"


class Question(StrEnum):
    """The commands of MetricFlow's `mf` that are of use here."""

    QUERY = "query"
    LIST = "list"


def command(function: Callable[P, None]) -> Callable[P, None]:
    """Makes a command of the program from a function."""
    return app.command()(guarded(function))


@command
def demo(
    scale: Annotated[Scale, typer.Option(help="演示范围 extent")] = Scale.BANNER,
    seed: Annotated[int, typer.Option(help="随机种子 seed")] = 1,
    serve: Annotated[bool, typer.Option(help="完成后打开看板 serve when done")] = True,
) -> None:
    """生成演示世界，运行整条流水线，打开看板。 A made-up world, the whole pipeline, the pages."""
    from dagster_project.demo import installation

    workspace = Workspace.from_environment()
    say(
        f"在 {workspace.home} 生成演示数据（{scale}，种子 {seed}）…… "
        "Making the demonstration's data there."
    )
    installation.install(workspace, scale.value, seed, settings.now().date())
    _run(workspace, Extent.NEW)
    if serve:
        _serve(workspace)


@command
def init(
    home_area: Annotated[str, typer.Option(help="本级区划代码 code of your area")],
) -> None:
    """建立空的工作区。 An empty workspace with commented settings."""
    from dagster_project import setup

    workspace = Workspace.from_environment()
    setup.make(workspace, home_area)
    say(
        f"工作区已建立：{workspace.home}；下一步请在 mappings/ 写映射，或运行 'anping template'。\n"
        f"Made the workspace {workspace.home}; next write a mapping in mappings/, "
        "or run 'anping template'."
    )


@command
def template(contract: Annotated[str, typer.Argument(help="输入合同编号 contract id")]) -> None:
    """由合同生成可填写的 XLSX。 A workbook to fill in, made from a contract."""
    from dagster_project import templates

    path = templates.write(Workspace.from_environment(), contract)
    say(f"已生成 Made {path}")


@command
def check(
    source: Annotated[str | None, typer.Argument(help="映射名称 name of a mapping")] = None,
    limit: Annotated[int, typer.Option(help="每个文件列出的错误数 faults listed per file")] = 20,
) -> None:
    """只检查不入库：会入库什么、不会入库什么、为什么。 Reads and judges without loading."""
    from dagster_project import inspection, reports

    is_clean = True
    workspace = Workspace.from_environment()
    with _surroundings(workspace):
        for table in inspection.inspect(workspace, source, settings.now()):
            is_clean &= reports.show_inspected(Console(soft_wrap=True), table, limit)
    if not is_clean:
        raise typer.Exit(1)


@command
def submit(
    register: Annotated[str, typer.Argument(help="输入合同编号 contract id")],
    file: Annotated[Path, typer.Argument(help="填好的模板 filled template")],
    only_check: Annotated[
        bool, typer.Option("--check", help="只检查，不放入收件文件夹 only check")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="结果为 JSON result as JSON")] = False,
) -> None:
    """检查填好的模板，放入收件文件夹。 Checks a filled template and puts it into the inbox."""
    from dagster_project import reports, submissions

    hand_in = submissions.check if only_check else submissions.submit
    found = hand_in(Workspace.from_environment(), register, file, settings.now())
    if as_json:
        print(json.dumps(found.told(), ensure_ascii=False))
    else:
        reports.show_inspected(Console(soft_wrap=True), found.inspected, submissions.MOST_FAULTS)
        if found.path is not None:
            word = "已经交过 Handed in before" if found.is_known else "已放入 Put into"
            say(f"{word} {found.path}")
    if found.is_refused:
        raise typer.Exit(1)


@command
def run(
    full: Annotated[bool, typer.Option("--full", help="全部重读重建 read all again")] = False,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="按该日当时所知重算 as it was known that day"),
    ] = None,
) -> None:
    """运行所有到期的工作：读取、校验、建模、发布。 Everything that is due."""
    if as_of is None:
        _run(Workspace.from_environment(), Extent.FULL if full else Extent.NEW)
    else:
        _run_as_of(Workspace.from_environment(), as_of.date())


@command
def rotate_key() -> None:
    """更换化名密钥并全部重读，涉及化名的登记簿不再保留此前的入库历史。 A new pseudonym key."""
    _run(Workspace.from_environment(), Extent.ROTATION)
    say(
        "化名密钥已更换，旧化名已全部清除；请立即备份新密钥。\n"
        "The pseudonym key is a new one and no old pseudonym is left; back the new key up now."
    )


@command
def serve() -> None:
    """打开看板与流水线页面（仅本机）。 Dashboards, Dagster's pages and its scheduler."""
    _serve(Workspace.from_environment())


@command
def sql(
    statement: Annotated[str, typer.Argument(help='"SELECT …"')],
    outlet: Annotated[
        Outlet,
        typer.Option(help="出口；除 open 外每次打开都有记录 opening any but open is recorded"),
    ] = Outlet.OPEN,
    form: Annotated[Form, typer.Option("--format", help="输出格式 format")] = Form.TABLE,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="查询该日的重算结果 what run --as-of has made"),
    ] = None,
) -> None:
    """在已发布快照上只读查询。 One read-only SELECT on the published snapshot."""
    from data_contracts import audit, export, sandbox, snapshot

    workspace = Workspace.from_environment()
    asked = workspace if as_of is None else workspace.scratch(as_of.date())
    serving = snapshot.current(asked.published)
    if outlet.is_granted:
        deed = audit.opening(serving, outlet, audit.sql(statement))
        audit.record(workspace.access_log, settings.now(), deed)
    limits = sandbox.Limits(seconds=120, memory_megabytes=1024, rows=1_000_000)
    result = sandbox.start(serving, statement, outlet, limits).result()
    sys.stdout.buffer.write(export.write(result.frame, serving, form.value))
    if result.is_cut:
        say(
            f"行数超过上限，只给出前 {limits.rows} 行；请加条件或先汇总。\n"
            f"There are more rows than {limits.rows}, and only so many are given; "
            "narrow the statement or ask for sums."
        )


@app.command(context_settings={"allow_interspersed_args": False, "ignore_unknown_options": True})
@guarded
def metrics(
    question: Annotated[Question, typer.Argument(help="查询，或列出 ask, or list what there is")],
    words: Annotated[
        list[str] | None, typer.Argument(help="--metrics sup02 --group-by figure__period")
    ] = None,
) -> None:
    """按名称查询指标值（MetricFlow 的 mf）。 Figures by name, in words of MetricFlow's mf."""
    from dagster_project.metrics import ask

    ask(Workspace.from_environment(), question.value, words or [])


@command
def doctor() -> None:
    """检查设置、来源、快照与磁盘，用文字说明。 What is wrong, in words."""
    from dagster_project import doctor as checkup

    styles = {
        checkup.Verdict.GOOD: "green",
        checkup.Verdict.NOTE: "yellow",
        checkup.Verdict.BAD: "red",
    }
    console, worst = Console(soft_wrap=True), checkup.Verdict.GOOD
    workspace = Workspace.from_environment()
    with _surroundings(workspace):
        findings = list(checkup.findings(workspace, settings.now()))
    for finding in findings:
        console.print(
            f"{finding.verdict}  {finding.subject}：{finding.said}",
            style=styles[finding.verdict],
            markup=False,
        )
        worst = finding.verdict if finding.verdict is checkup.Verdict.BAD else worst
    if worst is checkup.Verdict.BAD:
        raise typer.Exit(1)


command(deliveries.deliver)
command(returns.returns)


def main() -> None:
    """The console script."""
    app()


def _run(workspace: Workspace, extent: Extent) -> None:
    from dagster_project import pipeline, reports

    began = datetime.now()
    with _surroundings(workspace), reports.progress(screen):
        result = pipeline.run(workspace, extent=extent)
    seconds = (datetime.now() - began).total_seconds()
    if not result.is_success:
        serving = "尚无快照。 There is no snapshot yet."
        if result.snapshot_id:
            serving = f"仍在使用快照 {result.snapshot_id}。 That snapshot still serves."
        fail("\n".join([*result.complaints, serving]))
    news = "已发布新快照 New snapshot" if result.is_new else "没有新数据，快照不变 Nothing is new"
    say(f"{news}: {result.snapshot_id}（{seconds:.0f} 秒 s）")


def _run_as_of(workspace: Workspace, day: date) -> None:
    from dagster_project import pipeline, reports

    with reports.progress(screen):
        result = pipeline.run_as_of(workspace, day)
    if not result.is_success:
        fail("\n".join(result.complaints))
    say(
        f'已按 {day} 当日所知重算，在用的快照不变；查询：anping sql --as-of {day} "SELECT …"\n'
        f"Built as known on {day}; what serves is unchanged. Ask it: "
        f'anping sql --as-of {day} "SELECT …"'
    )


def _serve(workspace: Workspace) -> None:
    from dagster_project import serving

    with _surroundings(workspace):
        serving.serve(workspace, say)


@contextmanager
def _surroundings(workspace: Workspace) -> Iterator[None]:
    """The other systems that a demonstration reads from; a real workspace has its own."""
    try:
        is_demo = workspace.settings().demo
    except ConfigurationError:
        is_demo = False  # What is wrong is said by the command itself.
    if not is_demo:
        yield
        return
    from dagster_project.demo import services

    with services.running(workspace):
        yield
