"""Delivery by HTTP, to a real service on this machine that fails as told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dagster_project.deliveries import record
from dagster_project.deliveries.delivery import Carrier
from dagster_project.deliveries.recipients import Recipient
from dagster_project.deliveries.record import Outcome
from dagster_project.settings import Workspace
from tests.unit.deliveries.conftest import a_recipient
from tests.unit.deliveries.receivers import (
    HANG_UP,
    PASSWORD,
    PASSWORD_VARIABLE,
    Service,
    serving,
)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service()) as there:
        yield there


def recipient(service: Service, **said: Any) -> Recipient:
    headers = {"Authorization": f"Bearer ${{{PASSWORD_VARIABLE}}}"}
    ordinary = {"kind": "http", "url": service.url, "headers": headers, "timeout_seconds": 0.3}
    return a_recipient(**(ordinary | said))


def outcomes(workspace: Workspace) -> list[tuple[int, str]]:
    return [(entry.attempt, entry.outcome.value) for entry in record.entries(workspace)]


def test_http__two_errors_and_an_answer_that_is_lost_are_one_delivery(
    workspace: Workspace, carrier: Carrier, waits: list[float], service: Service, place: Path
) -> None:
    """500 twice, then taken without an answer, then taken.

    Four requests under one key, of which the receiver keeps one package; between them twice as
    long each time from two seconds on: 2, 4, 8.
    """
    service.faults = [(500, {}), (500, {}), (HANG_UP, {})]
    done = carrier.deliver(place, recipient(service))
    assert (done.outcome, done.why) == (Outcome.ACKNOWLEDGED, None)
    assert len(service.keys) == 4
    assert len(set(service.keys)) == len(service.taken) == 1
    assert waits == [2, 4, 8]
    assert outcomes(workspace) == [
        *[(1, "sending"), (1, "away"), (2, "sending"), (2, "away"), (3, "sending"), (3, "away")],
        *[(4, "sending"), (4, "acknowledged")],
    ]
    [*_, last] = record.entries(workspace)
    assert (last.receipt, last.key) == ("收讫 0017", service.keys[0])


def test_http__what_has_arrived_is_not_sent_again(
    carrier: Carrier, service: Service, place: Path
) -> None:
    carrier.deliver(place, recipient(service))
    done = carrier.deliver(place, recipient(service))
    assert done.outcome is Outcome.ACKNOWLEDGED
    assert len(service.keys) == 1


def test_http__each_recipient_has_a_key_of_its_own(
    carrier: Carrier, service: Service, place: Path
) -> None:
    for name in ("旗考核办", "市考核办"):
        carrier.deliver(place, recipient(service, name=name))
    assert len(set(service.keys)) == 2
    assert len(set(service.taken.values())) == 1


@pytest.mark.parametrize(("said", "waited"), [("17", 17), ("1", 2), ("9999", 300), ("soon", 2)])
def test_http__waits_as_long_as_it_is_told(
    carrier: Carrier, waits: list[float], service: Service, place: Path, said: str, waited: float
) -> None:
    """But never less than the two seconds it would wait anyway, nor more than five minutes."""
    service.faults = [(429, {"Retry-After": said})]
    assert carrier.deliver(place, recipient(service)).outcome is Outcome.ACKNOWLEDGED
    assert waits == [waited]


def test_http__dead_letter_says_why_and_is_sent_again(
    workspace: Workspace, carrier: Carrier, waits: list[float], service: Service, place: Path
) -> None:
    service.faults = [(503, {}), (503, {})]
    there = recipient(service, tries=2)
    done = carrier.deliver(place, there)
    assert done.outcome is Outcome.DEAD
    assert waits == [2]
    kept = workspace.dead_letters / "旗考核办" / "2026-Q3-1-office.zip"
    note = kept.with_suffix(".txt").read_text(encoding="utf-8")
    assert "状态码 503" in note
    assert "status 503" in note
    assert outcomes(workspace)[-1] == (2, "dead")

    letter = kept.read_bytes()
    [again] = carrier.again([there])
    assert again.outcome is Outcome.ACKNOWLEDGED
    assert list(service.taken.values()) == [letter]
    assert [path for path in workspace.dead_letters.rglob("*") if path.is_file()] == []


def test_http__dead_letter_is_not_for_one_who_has_lost_the_right(
    carrier: Carrier, service: Service, place: Path
) -> None:
    service.faults = [(503, {})]
    carrier.deliver(place, recipient(service, tries=1))
    assert carrier.again([recipient(service, rights="open")]) == []
    assert service.taken == {}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"headers": {"Accept": "*/*"}}, ("口令", "credentials")),
        ({"headers": {"Authorization": "Bearer ${ANPING_TEST_NONE}"}}, ("未设置", "not set")),
    ],
)
def test_http__what_waiting_does_not_mend_is_tried_once(
    carrier: Carrier,
    waits: list[float],
    service: Service,
    place: Path,
    said: dict[str, Any],
    words: tuple[str, str],
) -> None:
    done = carrier.deliver(place, recipient(service, **said))
    assert done.outcome is Outcome.DEAD
    assert done.why is not None
    assert words[0] in done.why.cn
    assert words[1] in done.why.en
    assert waits == []
    assert service.taken == {}


def test_http__redirect_is_not_followed(carrier: Carrier, service: Service, place: Path) -> None:
    service.faults = [(307, {"Location": "http://127.0.0.1:9/elsewhere"})]
    done = carrier.deliver(place, recipient(service))
    assert done.why is not None
    assert "307" in done.why.en
    assert len(service.keys) == 1


def test_http__no_secret_is_written_down(
    workspace: Workspace, carrier: Carrier, service: Service, place: Path
) -> None:
    service.faults = [(503, {})]
    carrier.deliver(place, recipient(service, tries=1))
    written = [*workspace.dead_letters.rglob("*.txt"), workspace.delivery_log]
    assert len(written) == 2
    for path in written:
        assert PASSWORD not in path.read_text(encoding="utf-8")
