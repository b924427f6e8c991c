"""`anping sql --outlet`: who asks for more than everyone sees leaves a line in the log first."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from data_contracts import sandbox
from data_contracts import snapshot as snapshots
from tests.integration.command import MORNING, Ended, anping

TICKETS = "SELECT count(*) AS n FROM fct_hotline_ticket"
FIGURES = "SELECT count(*) AS n FROM mart_indicator_value"
RETURNS = "SELECT count(*) AS n FROM mart_reconciliation"
COUNTS = {
    "open": {FIGURES},
    "office": {FIGURES, RETURNS},
    "restricted": {TICKETS},
}
"""What each outlet answers; the others' tables are not in it."""


def asked(workspace: Workspace, statement: str, *words: str) -> Ended:
    return anping(workspace, "sql", statement, "--format", "csv", *words)


def logged(workspace: Workspace) -> list[dict[str, str]]:
    if not workspace.access_log.exists():
        return []
    return [json.loads(line) for line in workspace.access_log.read_bytes().splitlines()]


@pytest.mark.parametrize("statement", [TICKETS, FIGURES, RETURNS])
@pytest.mark.parametrize("outlet", COUNTS)
def test_sql__each_outlet_has_its_tables(tiny_copy: Workspace, outlet: str, statement: str) -> None:
    done = asked(tiny_copy, statement, "--outlet", outlet)
    assert done.code == (0 if statement in COUNTS[outlet] else 1), done.said
    assert bool(done.out) == (statement in COUNTS[outlet])


def test_sql__open_is_the_default_and_leaves_no_line(tiny_copy: Workspace) -> None:
    assert asked(tiny_copy, FIGURES).out == asked(tiny_copy, FIGURES, "--outlet", "open").out != ""
    assert logged(tiny_copy) == []


@pytest.mark.parametrize(("outlet", "statement"), [("office", FIGURES), ("restricted", TICKETS)])
def test_sql__outlet_by_grant_is_logged(tiny_copy: Workspace, outlet: str, statement: str) -> None:
    assert asked(tiny_copy, statement, "--outlet", outlet).code == 0
    [line] = logged(tiny_copy)
    assert line["time"] == MORNING.isoformat()
    assert line["outlet"] == outlet
    assert line["snapshot"] == snapshots.current(tiny_copy.published).id
    assert line["what"] == "sql"
    assert line["statement_sha256"] == sha256(statement.encode()).hexdigest()
    assert "SELECT" not in tiny_copy.access_log.read_text("utf-8")


def test_sql__what_is_refused_is_logged_too(tiny_copy: Workspace) -> None:
    assert asked(tiny_copy, "SELECT 'Zhang San' FROM nowhere", "--outlet", "restricted").code == 1
    assert len(logged(tiny_copy)) == 1
    assert "Zhang San" not in tiny_copy.access_log.read_text("utf-8")


def no_file(log: Path) -> None:
    log.mkdir()


def no_room(log: Path) -> None:
    log.symlink_to("/dev/full")


@pytest.mark.parametrize("hinder", [no_file, no_room])
def test_sql__stays_closed_where_it_cannot_be_logged(
    tiny_copy: Workspace, monkeypatch: pytest.MonkeyPatch, hinder: Callable[[Path], None]
) -> None:
    """The open one needs no line, and answers."""
    hinder(tiny_copy.access_log)
    opened = []
    start = sandbox.start
    monkeypatch.setattr(sandbox, "start", lambda *said: opened.append(said) or start(*said))
    for outlet in ("office", "restricted"):
        done = asked(tiny_copy, "SELECT 1", "--outlet", outlet)
        assert done.code == 1
        assert done.raw == b""
        assert str(tiny_copy.home) in done.err
    assert opened == []
    assert asked(tiny_copy, "SELECT 1").code == 0
    assert opened != []


def test_sql__unknown_outlet_is_refused(tiny_copy: Workspace) -> None:
    done = asked(tiny_copy, FIGURES, "--outlet", "everything")
    assert done.code != 0
    assert "restricted" in done.err
    assert logged(tiny_copy) == []
