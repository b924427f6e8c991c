"""`anping deliver`: an issue goes to everyone it is for, and what went wrong is said."""

from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from tests.integration.command import anping
from tests.unit.deliveries.receivers import PASSWORD, PASSWORD_VARIABLE, Service, serving
from tests.unit.scorecards import period


@pytest.fixture(scope="module")
def issued(ground: Path) -> Workspace:
    """A quarter that was issued, a folder and a service that it is for."""
    workspace = period.publish(ground / "deliveries")
    period.issued(workspace)
    (workspace.home / "shared").mkdir()
    return workspace


def address(workspace: Workspace, port: int) -> None:
    secret = f'headers: {{Authorization: "Bearer ${{{PASSWORD_VARIABLE}}}"}}'
    workspace.settings_file.write_text(
        f'home_area: "{period.TOWN}"\ndeliveries:\n'
        "  - {name: 旗考核办, kind: folder, path: shared, rights: office}\n"
        f"  - {{name: 市考核办, kind: http, rights: office, tries: 1, {secret}, "
        f'url: "http://127.0.0.1:{port}/in"}}\n',
        encoding="utf-8",
    )


def test_deliver__to_all_and_again_to_the_one_that_was_away(
    issued: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    with serving(Service()) as gone:
        address(issued, gone.port)
    done = anping(issued, "deliver", period.PERIOD)
    assert done.code == 1
    assert "旗考核办  2026-Q3-1-office.zip  已送达" in done.err
    assert "接收方 市考核办 没有响应" in done.err
    sent = (issued.home / "shared" / "2026-Q3-1-office.zip").read_bytes()

    with serving(Service()) as service:
        address(issued, service.port)
        done = anping(issued, "deliver", "--again")
    assert done.code == 0, done.err
    assert "市考核办  2026-Q3-1-office.zip  已签收" in done.err
    assert list(service.taken.values()) == [sent]

    (issued.home / "shared" / "2026-Q3-1-office.zip.ack").write_text("收讫", encoding="utf-8")
    assert "旗考核办  2026-Q3-1-office.zip  已签收" in anping(issued, "deliver").err
    assert "没有新的回执" in anping(issued, "deliver").err


def test_deliver__to_nobody_known_is_one_sentence(issued: Workspace) -> None:
    address(issued, 9)
    done = anping(issued, "deliver", period.PERIOD, "--to", "省考核办")
    assert done.code == 1
    assert "没有 省考核办 接收方" in done.err
    assert "no such recipient" in done.err


def test_deliver__what_was_not_issued_is_one_sentence(issued: Workspace) -> None:
    address(issued, 9)
    done = anping(issued, "deliver", "2026-Q2")
    assert done.code == 1
    assert "2026-Q2" in done.err
    assert "has not been issued" in done.err


def test_doctor__names_what_was_not_delivered(tiny_copy: Workspace) -> None:
    letter = tiny_copy.dead_letters / "旗考核办" / "2026-Q3-1-office.zip"
    letter.parent.mkdir(parents=True)
    letter.touch()
    done = anping(tiny_copy, "doctor")
    assert done.code == 1
    assert f"{letter.name} 未能送达" in done.out
    assert str(letter.with_suffix(".txt")) in done.out
