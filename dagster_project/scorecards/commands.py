"""`anping scorecard`, thin: each command is one step of a period."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, cast

import typer

from dagster_project import settings
from dagster_project.scorecards import views
from dagster_project.scorecards.views import Period
from dagster_project.settings import Workspace
from dagster_project.terminal import guarded, say

if TYPE_CHECKING:
    from dagster_project.scorecards.entries import Deed
from dagster_project.scorecards.life import Life

P = ParamSpec("P")
Who = Annotated[str, typer.Option(help="账号或单位代码 account or office")]
Why = Annotated[str, typer.Option(help="缘由，一行 reason, one line")]
Number = Annotated[float | None, typer.Option(help="裁定后的数值 figure after the decision")]

app = typer.Typer(
    name="scorecard",
    no_args_is_help=True,
    help="考核评分表：收集、试算、公示、申诉、锁定、发布、更正。 Scorecards of a period.",
)


def command(function: Callable[P, None]) -> Callable[P, None]:
    """A command of this group."""
    return app.command()(guarded(function))


@command
def collect(period: Period, who: Who, why: Why) -> None:
    """开始一个考核期。 Begins a period."""
    from dagster_project.scorecards import steps

    _tell(steps.collect(Workspace.from_environment(), period, _deed(who, why)))


@command
def trial(period: Period, who: Who, why: Why) -> None:
    """按当前快照试算。 Scores on trial by the snapshot that serves."""
    from dagster_project.scorecards import steps

    life, totals = steps.trial(Workspace.from_environment(), period, _deed(who, why))
    views.show_totals(totals)
    _tell(life)


@command
def notice(period: Period, who: Who, why: Why) -> None:
    """公示试算结果，开始受理申诉。 Makes the trial known; appeals may come in."""
    from dagster_project.scorecards import steps

    _tell(steps.notice(Workspace.from_environment(), period, _deed(who, why)))


@command
def appeal(
    period: Period,
    who: Who,
    why: Why,
    subject: Annotated[str, typer.Option(help="辖区或单位代码 code of the area or unit")],
    indicator: Annotated[str, typer.Option(help="指标编号 indicator")],
    claim: Annotated[
        str, typer.Option(help="rows_missing | rows_wrong | not_our_duty | definition")
    ],
    evidence: Annotated[str, typer.Option(help="依据文号 number of a document")],
    unit: Annotated[bool, typer.Option("--unit", help="对象是单位 it is a unit")] = False,
) -> None:
    """登记一件申诉。 An appeal against one figure."""
    from dagster_project.scorecards import steps
    from data_contracts.scorecard import Appeal

    made = Appeal(
        appeal_id="",
        subject_kind="unit" if unit else "area",
        subject_code=subject,
        indicator_id=indicator,
        claim=_one_of("claim", claim, Appeal),
        evidence_ref=evidence,
    )
    life = steps.appeal(Workspace.from_environment(), period, _deed(who, why), made)
    say(f"申诉编号 appeal {[*life.appeals][-1]}")


@command
def decide(
    period: Period,
    number: Annotated[str, typer.Argument(help="申诉编号 number of the appeal")],
    decision: Annotated[str, typer.Argument(help="upheld | partly | rejected")],
    who: Who,
    why: Why,
    numerator: Number = None,
    denominator: Number = None,
    value: Number = None,
) -> None:
    """裁定一件申诉，整张表重算。 Decides an appeal; the whole card is recomputed."""
    from dagster_project.scorecards import steps
    from data_contracts.scorecard import Decision

    made = Decision(
        appeal_id=number,
        decision=_one_of("decision", decision, Decision),
        numerator=numerator,
        denominator=denominator,
        value=value,
    )
    life = steps.decide(Workspace.from_environment(), period, _deed(who, why), made)
    _, decided = life.appeals[number]
    if decided is not None:
        say(f"总分 total {decided.score_before} → {decided.score_after}")


@command
def lock(period: Period, who: Who, why: Why) -> None:
    """锁定数值，此后的数据不再影响。 Freezes the figures."""
    from dagster_project.scorecards import steps

    _tell(steps.lock(Workspace.from_environment(), period, _deed(who, why)))


@command
def issue(period: Period, who: Who, why: Why) -> None:
    """发布锁定的评分表（JSON、XLSX、PDF 与依据）。 Issues what is locked."""
    from dagster_project.scorecards import steps

    _tell(steps.publish(Workspace.from_environment(), period, _deed(who, why)))


@command
def restate(period: Period, who: Who, why: Why) -> None:
    """更正：按当前数据发布新版，附差异，旧版不动。 A new version with its differences."""
    from dagster_project.scorecards import steps

    _tell(steps.restate(Workspace.from_environment(), period, _deed(who, why)))


app.command("list")(guarded(views.list_periods))
for look in (views.show, views.verify, views.diff):
    command(look)


def _deed(who: str, why: str) -> "Deed":
    from dagster_project.scorecards.entries import Deed

    return Deed(who, why, settings.now())


def _one_of(field: str, word: str, model: Any) -> Any:
    """A word that the contract knows.

    Raises:
        LifeError: it does not.
    """
    from typing import get_args

    from dagster_project.scorecards.entries import LifeError

    known = get_args(model.model_fields[field].annotation)
    if word not in known:
        raise LifeError(
            f"'{word}' 须是以下之一：{'、'.join(known)}。",
            f"'{word}' must be one of {', '.join(known)}",
        )
    return cast(Any, word)


def _tell(life: "Life") -> None:
    from dagster_project.scorecards.life import STAGES

    say(f"{life.period}：{STAGES[life.stage]}")
