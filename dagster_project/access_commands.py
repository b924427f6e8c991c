"""`anping access` and `anping audit`, thin: who may see what, passwords, sessions, and the log."""

import re
from collections.abc import Callable
from typing import Annotated, ParamSpec

import typer
from rich.console import Console
from rich.table import Table

from dagster_project import settings
from dagster_project.settings import Workspace
from dagster_project.terminal import guarded, say
from data_contracts import access, audit, loader
from data_contracts.access import AccessError, Account, Role
from data_contracts.accounts import Accounts
from data_contracts.complaint import Complaint

P = ParamSpec("P")
Name = Annotated[str, typer.Argument(help="anping.yml 中的账户 account in anping.yml")]
SEAL = re.compile(r"([0-9]+):([0-9a-f]{64})")

app = typer.Typer(
    name="access",
    no_args_is_help=True,
    help="账户：谁能看到什么、密码、会话、大屏凭据。 Accounts: who may see what, and sessions.",
)
log = typer.Typer(name="audit", no_args_is_help=True, help="访问记录。 The audit log.")


class AlteredError(Complaint):
    """The audit log is not as it was written; the sentences say where."""


def command(group: typer.Typer) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Makes a command of `group` from a function."""
    return lambda function: group.command()(guarded(function))


@command(app)
def explain(account: Name) -> None:
    """这个账户能做什么、能看到每张表的哪些行。 What an account may do, and which rows it sees."""
    from data_contracts import cuts, snapshot

    workspace = Workspace.from_environment()
    found = _known(workspace, account)
    console = Console(soft_wrap=True, highlight=False)
    for name, value in access.explained(found):
        console.print(f"{name.both()}：{value.cn} {value.en}", markup=False)
    serving = snapshot.current(workspace.published)
    for outlet in found.outlets:
        cut = cuts.of(serving, outlet, found.rights.scope, workspace.home / cuts.FOLDER)
        grid = Table(title=f"{outlet} · {access.OUTLETS[outlet].both()}", title_justify="left")
        for heading in ("表 table", "能看到 sees", "共有 of"):
            grid.add_column(heading, justify="left" if heading.startswith("表") else "right")
        with snapshot.connect(cut, outlet) as seen, snapshot.connect(serving, outlet) as all_:
            for table in loader.mart_contracts().values():
                if table.stands_in(outlet):
                    counted = f"SELECT count(*) FROM {table.id}"
                    numbers = [one.execute(counted).fetchall()[0][0] for one in (seen, all_)]
                    grid.add_row(f"{table.id} {table.label.cn}", *(f"{n:,}" for n in numbers))
        console.print(grid)


@command(app)
def password(account: Name) -> None:
    """发一次性密码，首次登录须更改；原密码和会话作废。 A password for the first sign-in."""
    workspace, at = Workspace.from_environment(), settings.now()
    known = _known(workspace, account)
    audit.record(workspace.access_log, at, {"what": "password_issued", "for": known.name})
    issued = Accounts(workspace.home).issue_password(known.name, at)
    say("一次性密码，只显示这一次。 Shown once, and good for one sign-in:")
    print(issued)


@command(app)
def revoke(account: Name) -> None:
    """立即结束该账户的全部会话。 Ends every session of an account at once."""
    workspace, at = Workspace.from_environment(), settings.now()
    # Also of somebody whom anping.yml names no more.
    audit.record(workspace.access_log, at, {"what": "revoked", "for": account})
    ended = Accounts(workspace.home).revoke(account, at)
    say(f"已结束 {ended} 个会话。 Sessions ended: {ended}.")


@command(app)
def screen(account: Name) -> None:
    """为角色为 screen 的账户发大屏凭据，一小时内用一次。 A key by which a screen is let in."""
    workspace, at = Workspace.from_environment(), settings.now()
    found = _known(workspace, account)
    if found.rights.role is not Role.SCREEN:
        raise AccessError(
            f"账户 {account} 的角色不是 screen，大屏只用这种账户。",
            f"account {account} has not the role 'screen', which screens need",
        )
    sign_in = workspace.settings().access.sign_in
    audit.record(workspace.access_log, at, {"what": "screen_key", "for": account})
    key = Accounts(workspace.home).enrol(account, at)
    where = (
        sign_in and sign_in.address
    ) or f"http://127.0.0.1:{workspace.settings().ports.dashboards}"
    say("请在大屏的浏览器中打开（一小时内、一次）。 Open this on the screen, within an hour, once:")
    print(f"{where}/account/screen?key={key}")


@command(log)
def verify(
    seal: Annotated[
        str | None, typer.Option(help="此前记下的“条数:指纹” number:fingerprint noted earlier")
    ] = None,
) -> None:
    """核对访问记录有没有被改动、删除或调换。 Whether the log is as it was written."""
    file = Workspace.from_environment().access_log
    if faults := audit.faults(file, _seal(seal)):
        raise AlteredError(
            f"{file}：" + "".join(one.cn for one in faults),
            f"{file}: " + "; ".join(one.en for one in faults),
        )
    last = audit.seal(file)
    if last is None:
        say("还没有访问记录。 Nothing has been recorded yet.")
        return
    say(
        f"{last.number} 条记录完好；请把下面一行另行保存，日后用 --seal 核对。\n"
        f"{last.number} records as they were written; keep this line elsewhere, for --seal:"
    )
    print(last)


def _known(workspace: Workspace, name: str) -> Account:
    policy = workspace.settings().access
    found = policy.here() if name == access.HERE else policy.account(name)
    if found is None:
        known = "、".join(policy.accounts) or "无 none"
        raise AccessError(
            f"{workspace.settings_file} 的 'access.accounts' 中没有账户 {name}；现有：{known}。",
            f"{workspace.settings_file} names no account {name} in 'access.accounts'; "
            f"there are: {known}",
        )
    return found


def _seal(said: str | None) -> audit.Seal | None:
    if said is None:
        return None
    if (found := SEAL.fullmatch(said.strip())) is None:
        raise AlteredError(
            "'--seal' 须是 'anping audit verify' 给出的“条数:指纹”。",
            "'--seal' must be the number and fingerprint that 'anping audit verify' prints",
        )
    return audit.Seal(int(found[1]), found[2])
