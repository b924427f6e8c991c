"""`anping serve` from its start to its end: two pages, this machine only, nothing left behind."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest

from dagster_project.jobs import REFRESH
from dagster_project.settings import Workspace
from tests.integration.command import SCRIPT, anping, environment
from tests.integration.processes import family, is_running, listening

PATIENCE_SECONDS = 120


@pytest.fixture
def ports(tiny_copy: Workspace) -> tuple[int, int]:
    """Two free ports, set in the workspace."""
    with socket.socket() as one, socket.socket() as other:
        for probe in (one, other):
            probe.bind(("127.0.0.1", 0))
        dashboards, pipeline = one.getsockname()[1], other.getsockname()[1]
    with tiny_copy.settings_file.open("a", encoding="utf-8") as file:
        file.write(f"ports: {{dashboards: {dashboards}, pipeline: {pipeline}}}\n")
    return dashboards, pipeline


@pytest.fixture
def server(tiny_copy: Workspace, ports: tuple[int, int]) -> Iterator[subprocess.Popen[str]]:
    """The running command; killed with its family if a test leaves it running."""
    started = subprocess.Popen(
        [SCRIPT, "serve"],
        env=environment(tiny_copy),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    yield started
    if started.poll() is None:
        started.terminate()
        started.wait(timeout=60)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see who listens where")
def test_serve__from_start_to_end(
    server: subprocess.Popen[str], ports: tuple[int, int], tiny_copy: Workspace
) -> None:
    dashboards, pipeline = ports
    assert server.stderr is not None
    said = ""
    while "Ctrl-C" not in said:
        line = server.stderr.readline()
        assert line, f"it ended by itself: {said}"
        said += line
    for port in ports:
        assert f"http://127.0.0.1:{port}" in said
        assert answers(f"http://127.0.0.1:{port}/")
    assert answers(f"http://127.0.0.1:{dashboards}/_stcore/health")
    assert answers(f"http://127.0.0.1:{pipeline}/server_info")
    everyone = family(server.pid)
    assert len(everyone) >= 4, "itself, the dashboards, the pipeline's pages, the scheduler"
    assert launched(pipeline, tiny_copy) == "SUCCESS"
    found = listening(everyone)
    assert {one.port for one in found} >= set(ports)
    assert all(one.is_loopback for one in found), found

    everyone |= family(server.pid)
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0
    assert "Traceback" not in server.stderr.read()
    assert becomes(lambda: not any(is_running(pid) for pid in everyone), 15), "some live on"
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def launched(port: int, workspace: Workspace) -> str:
    """How a run ends that is started as the scheduler and the pipeline's pages start one."""
    places = ask(port, "{workspaceOrError {... on Workspace {locationEntries {name}}}}")
    [place] = places["workspaceOrError"]["locationEntries"]
    selector = (
        f'{{repositoryLocationName: "{place["name"]}", repositoryName: "__repository__", '
        f'jobName: "{REFRESH}"}}'
    )
    begun = ask(
        port,
        f"mutation {{launchRun(executionParams: {{selector: {selector}}}) "
        "{... on LaunchRunSuccess {run {runId}} ... on PythonError {message}}}",
    )
    run = begun["launchRun"]["run"]["runId"]
    how = f'{{runOrError(runId: "{run}") {{... on Run {{status}}}}}}'
    becomes(lambda: ask(port, how)["runOrError"]["status"] in ("SUCCESS", "FAILURE"), 120)
    return str(ask(port, how)["runOrError"]["status"])


def ask(port: int, query: str) -> dict[str, Any]:
    """The answer of the pipeline's pages to a GraphQL query."""
    request = Request(
        f"http://127.0.0.1:{port}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as response:
        found: dict[str, Any] = json.load(response)["data"]
        return found


def answers(address: str) -> bool:
    return becomes(lambda: status(address) == 200, 30)


def status(address: str) -> int:
    try:
        with urlopen(address, timeout=10) as response:
            return int(response.status)
    except OSError:
        return 0


def becomes(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether a condition comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def test_serve__port_taken_by_another_program(tiny_copy: Workspace, ports: tuple[int, int]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", ports[0]))
        other.listen()
        done = anping(tiny_copy, "serve")
    assert done.code == 1
    assert str(ports[0]) in done.err
    assert "anping.yml" in done.err
