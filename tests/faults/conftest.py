"""What an unbroken run makes of the deliveries that the faults interrupt."""

import time
from pathlib import Path

import pytest

from tests.faults.forked import result
from tests.faults.state import Unbroken, served
from tests.integration.command import anping
from tests.integration.workspaces import Run, deliver_tickets, lay_out


@pytest.fixture(scope="session")
def unbroken(tiny: Run, ground: Path) -> Unbroken:
    """The tiny workspace with one more month of tickets, run to the end."""
    workspace = lay_out(tiny.workspace, ground / "unbroken")
    deliver_tickets(workspace, 11)
    result(len, "the server of processes is up")
    began = time.monotonic()
    done = result(anping, workspace, "run")
    seconds = time.monotonic() - began
    assert done.code == 0, done.err
    return Unbroken(served(workspace), seconds)
