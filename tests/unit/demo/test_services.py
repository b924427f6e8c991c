"""The database and the HTTP service of a demo workspace, while they run and after."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dagster_project.demo import services
from dagster_project.demo.clues import database, service
from dagster_project.demo.clues.service import page_of
from dagster_project.demo.clues.transfers import FIELDS
from dagster_project.demo.files import SERVICES, write
from dagster_project.demo.records import World
from dagster_project.settings import Workspace


@pytest.fixture(scope="module")
def workspace(town: World, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("served")
    write(town, folder)
    return Workspace(folder)


@pytest.fixture(scope="module")
def running(workspace: Workspace) -> Iterator[dict[str, str]]:
    """What the environment says while the services run."""
    names = (services.DATABASE, services.PORT, services.KEY)
    with services.running(workspace):
        yield {name: os.environ[name] for name in names}


def asked(running: dict[str, str], query: str, key: str | None = None) -> Any:
    address = f"http://{service.ADDRESS}:{running[services.PORT]}/api/transfers?{query}"
    headers = {"X-Api-Key": running[services.KEY] if key is None else key}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        return json.load(answer)


def test_database__holds_the_platforms_rows(running: dict[str, str], town: World) -> None:
    with psycopg.connect(running[services.DATABASE]) as connection:
        rows = connection.execute("SELECT xsbh, slrq, jbrdh FROM xs_jbxs").fetchall()
        addresses = connection.execute("SHOW listen_addresses").fetchone()
    assert len(rows) == len(town.clue_lines)
    phones = {line.person.phone for line in town.clue_lines}
    assert {row[2] for row in rows} == phones
    assert addresses == ("",), "it listens on no network address"


def test_service__pages_hold_every_transfer_once(running: dict[str, str], town: World) -> None:
    first = asked(running, "page=1&size=40")["data"]
    pages = [asked(running, f"page={n}&size=40")["data"] for n in range(1, first["pages"] + 1)]
    numbers = [record["transferNo"] for page in pages for record in page["records"]]
    assert sorted(numbers) == sorted(line.record.key for line in town.transfer_lines)
    assert first["total"] == len(numbers) > 40


def test_service__a_wrong_key(running: dict[str, str]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        asked(running, "page=1", key="guessed")


def test_page_of__since_and_beyond_the_last() -> None:
    known = [{FIELDS["updated_at"]: f"2026-01-0{day}T09:00:00"} for day in (1, 2, 3)]
    since = {"since": ["2026-01-02T09:00:00"], "size": ["1"]}
    data = page_of(known, {**since, "page": ["2"]})["data"]
    assert (data["total"], data["pages"], data["records"]) == (2, 2, known[2:])
    assert page_of(known, {**since, "page": ["3"]})["data"]["records"] == []


@pytest.mark.parametrize("query", [{"page": ["0"]}, {"size": ["501"]}, {"page": ["x"]}])
def test_page_of__no_such_page(query: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match=r"size|invalid literal"):
        page_of([], query)


def test_running__nothing_is_left(workspace: Workspace, tmp_path: Path, town: World) -> None:
    """A second folder, so that the services of the other tests go on."""
    write(town, tmp_path)
    before = dict(os.environ)
    with database.running(tmp_path / SERVICES) as url:
        pass
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)
    assert dict(os.environ) == before
    assert not (tmp_path / SERVICES / database.FOLDER / "postmaster.pid").exists()
