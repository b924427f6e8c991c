"""Delivery by SFTP, to a real server on this machine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest

from dagster_project.deliveries.delivery import Carrier
from dagster_project.deliveries.recipients import Recipient
from dagster_project.deliveries.record import Outcome
from tests.unit.deliveries.conftest import a_recipient
from tests.unit.deliveries.receivers import PASSWORD_VARIABLE, Sftp, receiving

NAME = "2026-Q3-1-office.zip"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sftp]:
    root = tmp_path / "server"
    (root / "in").mkdir(parents=True)
    with receiving(Sftp(root)) as there:
        yield there


def recipient(server: Sftp, **said: Any) -> Recipient:
    ordinary = {"url": server.url, "host_key": server.key.fingerprint, "tries": 2}
    return a_recipient(kind="sftp", **(ordinary | {"timeout_seconds": 10} | said))


def test_sftp__arrives_whole_and_once(server: Sftp, carrier: Carrier, place: Path) -> None:
    done = carrier.deliver(place, recipient(server))
    assert (done.outcome, done.why) == (Outcome.DELIVERED, None)
    [there] = (server.root / "in").iterdir()
    assert there.name == NAME
    assert there.read_bytes().startswith(b"PK")
    before = there.stat().st_mtime_ns
    carrier.workspace.delivery_log.unlink()  # As if killed before it was on record.
    assert carrier.deliver(place, recipient(server)).outcome is Outcome.DELIVERED
    assert there.stat().st_mtime_ns == before


def test_sftp__receipt_is_fetched(server: Sftp, carrier: Carrier, place: Path) -> None:
    there = recipient(server)
    carrier.deliver(place, there)
    assert carrier.acknowledge([there]) == []
    (server.root / "in" / f"{NAME}.ack").write_text("收讫\n", encoding="utf-8")
    [done] = carrier.acknowledge([there])
    assert done.outcome is Outcome.ACKNOWLEDGED
    assert carrier.acknowledge([there]) == []


def test_sftp__private_key_in_a_file(server: Sftp, carrier: Carrier, place: Path) -> None:
    key = paramiko.ECDSAKey.generate()
    key.write_private_key_file(str(carrier.workspace.home / "id_ecdsa"))
    server.login = key
    url = f"sftp://anping@127.0.0.1:{server.port}/in"
    done = carrier.deliver(place, recipient(server, url=url, key_file="id_ecdsa"))
    assert (done.outcome, done.why) == (Outcome.DELIVERED, None)


def test_sftp__wrong_password_is_one_sentence(
    server: Sftp,
    carrier: Carrier,
    waits: list[float],
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "guess")
    done = carrier.deliver(place, recipient(server))
    assert done.outcome is Outcome.DEAD
    assert done.why is not None
    assert "密码" in done.why.cn
    assert "password" in done.why.en
    assert waits == []
    assert capfd.readouterr().err == ""


def test_sftp__another_server_is_sent_nothing(server: Sftp, carrier: Carrier, place: Path) -> None:
    strange = paramiko.ECDSAKey.generate().fingerprint
    done = carrier.deliver(place, recipient(server, host_key=strange))
    assert done.why is not None
    assert "host_key" in done.why.en
    assert [*(server.root / "in").iterdir()] == []


def test_sftp__other_file_of_that_name_stays(server: Sftp, carrier: Carrier, place: Path) -> None:
    there = server.root / "in" / NAME
    there.write_bytes(b"theirs")
    done = carrier.deliver(place, recipient(server))
    assert done.why is not None
    assert "同名" in done.why.cn
    assert there.read_bytes() == b"theirs"


@pytest.mark.parametrize(
    ("status", "word", "tried"),
    [
        (paramiko.SFTP_PERMISSION_DENIED, "权限", 1),
        (paramiko.SFTP_FAILURE, "磁盘空间", 2),  # What a full disk is to an SFTP client.
    ],
)
def test_sftp__refusal_to_write_is_one_sentence(
    tmp_path: Path,
    carrier: Carrier,
    waits: list[float],
    place: Path,
    status: int,
    word: str,
    tried: int,
) -> None:
    (tmp_path / "in").mkdir()
    with receiving(Sftp(tmp_path, failing=status)) as server:
        done = carrier.deliver(place, recipient(server))
    assert done.why is not None
    assert word in done.why.cn
    assert len(waits) == tried - 1
    assert not (tmp_path / "in" / NAME).exists()


def test_sftp__folder_that_is_not_there(server: Sftp, carrier: Carrier, place: Path) -> None:
    done = carrier.deliver(place, recipient(server, url=f"{server.url}/deeper"))
    assert done.why is not None
    assert "没有 'url' 中的文件夹" in done.why.cn


def test_sftp__server_that_is_away(
    tmp_path: Path, carrier: Carrier, waits: list[float], place: Path
) -> None:
    (tmp_path / "in").mkdir()
    with receiving(Sftp(tmp_path)) as server:
        gone = recipient(server)
    done = carrier.deliver(place, gone)
    assert done.why is not None
    assert "连接不上" in done.why.cn
    assert waits == [2]
