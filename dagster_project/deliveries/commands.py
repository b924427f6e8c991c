"""`anping deliver`, thin: what was sent to whom, and how it went."""

from typing import Annotated

import typer

from dagster_project import settings
from dagster_project.settings import Workspace
from dagster_project.terminal import fail, say
from data_contracts.configuration import ConfigurationError


def deliver(
    period: Annotated[
        str | None, typer.Argument(help="已发布的考核期 issued period: 2026-Q3, 2026")
    ] = None,
    version: Annotated[int | None, typer.Option(help="版本 version")] = None,
    to: Annotated[str | None, typer.Option(help="接收方名称 name of a recipient")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="重发未能送达的 what could not be delivered")
    ] = False,
) -> None:
    """把已发布的考核评分发给接收方，并查收回执。 Sends an issue, and looks for receipts."""
    from dagster_project.deliveries.delivery import Carrier
    from dagster_project.scorecards import issue as issues
    from dagster_project.scorecards import life as lives

    workspace = Workspace.from_environment()
    known = workspace.settings().deliveries
    recipients = [one for one in known if to in (None, one.name)]
    if not recipients:
        raise ConfigurationError(
            f"{workspace.settings_file} 的 'deliveries' 中没有{f' {to} ' if to else ''}接收方。",
            f"{workspace.settings_file} has no {'such ' if to else ''}recipient in 'deliveries'",
        )
    carrier, done = Carrier(workspace, settings.now), []
    if period is not None:
        life = lives.load(workspace, period)
        place = issues.folder(life, issues.number(life, version))
        done += [carrier.deliver(place, recipient) for recipient in recipients]
    if again:
        done += carrier.again(recipients)
    done += carrier.acknowledge(recipients)
    for one in done:
        say(f"{one.recipient}  {one.package}  {one.outcome.label.both()}")
    if faults := [f"{one.recipient}：{one.why.both()}" for one in done if one.why]:
        fail("\n".join(faults))
    if not done:
        say("没有新的回执。 No new receipt.")
