"""A service with lists of records: paging, faults, and what is never done."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from dagster_project.connections import HttpService
from dagster_project.settings import TIME_ZONE
from dagster_project.sources import extract, service
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import ROW, SourceError, SourceUnreachableError
from tests.integration.services import PASSWORD, PASSWORD_VARIABLE, Service, serving
from tests.unit.sources.stand_ins import a_mapping

AT = datetime(2026, 11, 23, 5, tzinfo=TIME_ZONE)
ROWS = [{"code": f"s{n:02}", "name": {"cn": "行业", "en": f"S{n}"}, "n": 1.50} for n in range(17)]
PAGINGS = {
    "next link": {"next": "next"},
    "offset": {"offset": "offset"},
    "page": {"page": "page"},
    "page, with a total": {"page": "page", "total": "data.total"},
    "page, larger than is given": {"page": "page", "size": "size", "per_page": 3},
}


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    with serving(Service(lists={"sector": ROWS})) as there:
        yield there


def mapped(running: Service, **said: Any) -> SourceMapping:
    secret = f"Bearer ${{{PASSWORD_VARIABLE}}}"
    reached = HttpService(
        kind="http",
        url=f"http://127.0.0.1:{running.port}/api",
        headers={"Authorization": secret},
        requests_per_second=1000,
        timeout_seconds=0.5,
        tries=2,
    )
    ordinary = {
        "contract": "sector",
        "kind": "http",
        "files": None,
        "delivery": "snapshot",
        "connection": "clue",
        "reached": reached,
        "path": "sector",
        "records": "data.items",
        "paging": {"next": "next"},
        "columns": {"sector_code": "code", "name_cn": "name.cn", "name_en": "name.en"},
    }
    return a_mapping(**(ordinary | said))


def codes(mapping: SourceMapping) -> list[str]:
    [offer] = extract.offers(mapping, AT)
    data = extract.content(mapping, offer).data
    [(_, table)] = extract.CONNECTORS["http"].tables(data, mapping, offer.file)
    frame = table.select([0], ()).frame
    assert frame[ROW].to_list() == list(range(1, frame.height + 1))
    return frame["0"].to_list()


@pytest.mark.parametrize("paging", PAGINGS.values(), ids=PAGINGS)
def test_pages__bring_every_record_once(running: Service, paging: dict[str, Any]) -> None:
    assert codes(mapped(running, paging=paging)) == [row["code"] for row in ROWS]


def test_records__that_moved_to_the_next_page_count_once(running: Service) -> None:
    running.lists["sector"] = [*ROWS[:8], ROWS[6], *ROWS[8:]]
    assert codes(mapped(running)) == [row["code"] for row in ROWS]


PASSING = [(429, {"Retry-After": "0"}, b""), (500, {}, b""), (503, {}, b"")]


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: str(fault[0]))
def test_passing_fault__is_tried_again_and_then_called_away(
    running: Service, fault: tuple[int, dict[str, str], bytes]
) -> None:
    running.faults = [fault]
    assert len(codes(mapped(running))) == len(ROWS)
    running.faults = [fault] * 2
    with pytest.raises(SourceUnreachableError):
        codes(mapped(running))


LASTING = {
    "broken JSON": (200, b'{"data": {"items": [{"code": "13800138000'),
    "not a number": (200, b'{"data": {"items": [{"code": NaN}]}}'),
    "no list": (200, b'{"data": {"items": {"code": "13800138000"}}}'),
    "list of something else": (200, b'{"data": {"items": ["13800138000"]}}'),
    "no such field": (200, b'{"data": {"items": [{"kode": "13800138000"}]}}'),
    "a list as a value": (200, b'{"data": {"items": [{"code": ["13800138000"], "name": {}}]}}'),
    "not found": (404, b"13800138000"),
    "refused": (403, b"13800138000"),
}


@pytest.mark.parametrize(("status", "body"), LASTING.values(), ids=LASTING)
def test_lasting_fault__is_named_without_what_was_answered(
    running: Service, status: int, body: bytes
) -> None:
    running.faults = [(status, {}, body)]
    with pytest.raises(SourceError) as caught:
        codes(mapped(running))
    assert not isinstance(caught.value, SourceUnreachableError)
    for said in (caught.value.cn, caught.value.en):
        assert "clue/sector" in said
        assert "13800138000" not in said
        assert PASSWORD not in said


def test_redirect__is_not_followed(running: Service) -> None:
    running.faults = [(302, {"Location": f"http://localhost:{running.port}/api/sector"}, b"")]
    with pytest.raises(SourceError, match="302"):
        codes(mapped(running))
    assert len(running.asked) == 1


def test_next_link__to_another_host_is_not_followed(running: Service) -> None:
    answer = {"data": {"items": ROWS[:1]}, "next": f"http://localhost:{running.port}/api/sector"}
    running.faults = [(200, {}, json.dumps(answer).encode())]
    with pytest.raises(SourceError, match=r"paging\.next"):
        codes(mapped(running))
    assert len(running.asked) == 1


def test_pages__that_repeat_or_end_early_are_refused(running: Service) -> None:
    page = {"data": {"items": ROWS[:1], "total": 9}, "next": "/api/sector?offset=1"}
    running.faults = [(200, {}, json.dumps(page).encode())] * 2
    with pytest.raises(SourceError, match="over and over"):
        codes(mapped(running))
    short = page | {"next": None}
    running.faults = [(200, {}, json.dumps(short).encode())]
    with pytest.raises(SourceError, match="9 records"):
        codes(mapped(running, paging={"next": "next", "total": "data.total"}))


def test_answer__that_is_too_slow_or_too_large(
    running: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LARGEST_PAGE_BYTES", 100)
    with pytest.raises(SourceError, match="larger"):
        codes(mapped(running))
    running.seconds = 0.8
    with pytest.raises(SourceUnreachableError):
        codes(mapped(running))


def test_service__that_is_away(running: Service) -> None:
    mapping = mapped(running)
    assert mapping.reached is not None
    gone = mapping.reached.model_copy(update={"url": "http://127.0.0.1:9/api"})
    with pytest.raises(SourceUnreachableError, match="clue"):
        codes(mapping.model_copy(update={"reached": gone}))


def test_variable__that_is_not_set_is_named(
    running: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE)
    with pytest.raises(SourceError, match=PASSWORD_VARIABLE):
        codes(mapped(running))


def test_cursor__is_asked_for_with_its_overlap_and_never_below(running: Service) -> None:
    """A service that takes no notice gives all; what lies before the cursor is left out."""
    days = ["2026-11-01", "2026-11-09", "2026-11-10"]
    running.lists["sector"] = [row | {"day": day} for row, day in zip(ROWS, days, strict=False)]
    mapping = mapped(running, delivery="upsert", cursor="day", cursor_parameter="from")
    [offer] = extract.offers(mapping, AT)
    whole = extract.content(mapping, offer)
    part = extract.content(mapping, offer, whole.cursor)
    assert running.asked[-1]["from"] == "2026-11-09"
    assert part.digest == part.next_digest == whole.next_digest != whole.digest
