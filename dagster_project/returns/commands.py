"""`anping returns`, thin: what is due, and what came of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from dagster_project import settings
from dagster_project.settings import Workspace
from dagster_project.terminal import say

if TYPE_CHECKING:
    from dagster_project.returns.agenda import Agenda
    from data_contracts.returns import Due


def returns(
    period: Annotated[
        str | None, typer.Argument(help="期次 period: 2026-01, 2026-Q1, 2026-H1, 2026")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="按该日当时所知补做，先运行 run --as-of as it was known"
        ),
    ] = None,
) -> None:
    """做出已到期的报送材料并列出各期；给出期次则只做该期。 Makes what is due, and lists it."""
    from dagster_project.returns import agenda, making

    workspace, at = Workspace.from_environment(), settings.now()
    standing = agenda.look(workspace, at)
    wanted = [making.named(workspace, period)] if period else making.ready(workspace, standing)
    for one in wanted:
        place = making.make(workspace, one, at, as_of.date() if as_of else None)
        say(f"{one.kind.label.both()} {one.period}：{place}")
    standing = agenda.look(workspace, at)
    agenda.write(workspace, standing)
    table = Table("报送 return", "期次 period", "期限 due on", "状态 state")
    rows = [one for one in standing.returns if one.due_on <= standing.today]
    for one in [*rows, *filter(None, [standing.next])]:
        table.add_row(one.kind.label.both(), one.period, str(one.due_on), _state(standing, one))
    Console(soft_wrap=True).print(table)


def _state(standing: "Agenda", one: "Due") -> str:
    if not standing.lacks(one):
        return "已完成 made"
    if one.due_on < standing.today:
        return "已逾期 missed"
    return "今日到期 due today" if one.due_on == standing.today else "未到期 not due yet"
