"""Serves the dashboards, Dagster's own pages and its scheduler until it is told to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from dagster_project import pipeline
from dagster_project.settings import HOME_VARIABLE, Workspace
from data_contracts.access import SECRET_VARIABLE
from data_contracts.configuration import ConfigurationError

ADDRESS = "127.0.0.1"
APP = Path(__file__).parents[1] / "dashboards" / "server.py"
DEFINITIONS = "dagster_project.definitions"
PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Part:
    """One of the processes that serve; `port` is None where it listens to nothing."""

    name: str
    command: list[str]
    port: int | None


def parts(workspace: Workspace) -> list[Part]:
    """What is started; the pipeline's pages know nobody's rights, and stay on this machine."""
    ports, web = workspace.settings().ports, workspace.settings().web
    dashboards, pages = str(ports.dashboards), str(ports.pipeline)
    python = [sys.executable, "-m"]
    tls = []
    if web.certificate and web.key:
        tls = [
            *("--server.sslCertFile", str(workspace.home / web.certificate)),
            *("--server.sslKeyFile", str(workspace.home / web.key)),
        ]
    return [
        Part(
            "看板 dashboards",
            [
                *(*python, "streamlit", "run", str(APP)),
                *("--server.address", str(web.address), "--server.port", dashboards),
                *tls,
            ],
            ports.dashboards,
        ),
        Part(
            "流水线 pipeline",
            [*python, "dagster_webserver", "-h", ADDRESS, "-p", pages, "-m", DEFINITIONS],
            ports.pipeline,
        ),
        Part("定时 scheduler", [*python, "dagster._daemon", "run", "-m", DEFINITIONS], None),
    ]


def serve(workspace: Workspace, say: Callable[[str], None]) -> None:
    """Starts every part, says where they are, and ends them all when one ends or on a signal.

    Raises:
        ConfigurationError: a port is taken, or a part ends by itself.
    """
    ports, web = workspace.settings().ports, workspace.settings().web
    _refuse_missing(workspace)
    wanted = parts(workspace)
    for part in wanted:
        _refuse_taken_port(part, workspace)
    pipeline.instance(workspace)
    signal.signal(signal.SIGTERM, _interrupt)
    processes = {part.name: _start(part, workspace) for part in wanted}
    try:
        _await_ports(wanted, processes)
        scheme = "https" if web.certificate else "http"
        say(f"看板 Dashboards   {scheme}://{web.address}:{ports.dashboards}")
        say(f"流水线 Pipeline    http://{ADDRESS}:{ports.pipeline}")
        say("按 Ctrl-C 结束。 Ctrl-C ends it.")
        while True:
            _refuse_ended(processes, workspace)
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("已结束。 Ended.")
    finally:
        _end(processes)


def _refuse_missing(workspace: Workspace) -> None:
    """Refuses to start without the files of a certificate or the secret of a provider."""
    web, sign_in = workspace.settings().web, workspace.settings().access.sign_in
    for file in (web.certificate, web.key):
        if file and not (workspace.home / file).is_file():
            raise ConfigurationError(
                f"'web' 所写的文件 {workspace.home / file} 不存在，"
                f"请更正 {workspace.settings_file}。",
                f"{workspace.home / file}, named by 'web', is not there; "
                f"correct {workspace.settings_file}",
            )
    if sign_in and sign_in.oidc and not os.environ.get(SECRET_VARIABLE):
        raise ConfigurationError(
            f"使用 'oidc' 登录时，须在环境变量 {SECRET_VARIABLE} 中给出登录方发给本系统的密钥。",
            f"sign-in by 'oidc' needs the provider's secret for this office in {SECRET_VARIABLE}",
        )


def _start(part: Part, workspace: Workspace) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        HOME_VARIABLE: str(workspace.home),
        "DAGSTER_HOME": str(workspace.dagster_home),
        "PYTHONUTF8": "1",
    }
    workspace.logs.mkdir(parents=True, exist_ok=True)
    log = workspace.logs / f"{part.name.split()[-1]}.log"
    with log.open("ab") as output:
        return subprocess.Popen(  # nosec B603  # programs of ours, without a shell
            part.command,
            env=environment,
            cwd=APP.parents[1],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _refuse_taken_port(part: Part, workspace: Workspace) -> None:
    if part.port is None:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, part.port))
        except OSError:
            cn, en = part.name.split()
            raise ConfigurationError(
                f"{cn}的端口 {part.port} 已被其他程序占用，请结束该程序，"
                f"或修改 {workspace.settings_file} 中的 'ports'。",
                f"port {part.port} for {en} is taken by another program; end that, or set "
                f"'ports' in {workspace.settings_file}",
            ) from None


def _await_ports(wanted: list[Part], processes: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    waiting = [part for part in wanted if part.port is not None]
    while waiting and time.monotonic() < deadline:
        if any(process.poll() is not None for process in processes.values()):
            return
        waiting = [part for part in waiting if not _answers(part.port)]
        time.sleep(0.2)


def _answers(port: int | None) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((ADDRESS, port)) == 0


def _refuse_ended(processes: dict[str, subprocess.Popen[bytes]], workspace: Workspace) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            cn, en = name.split()
            log = workspace.logs / f"{en}.log"
            raise ConfigurationError(
                f"{cn}自行停止，原因见 {log}。", f"{en} ended by itself; {log} says why"
            )


def _end(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ends each part and what it started; the stubborn are killed after ten seconds."""
    for process in processes.values():
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in processes.values():
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
