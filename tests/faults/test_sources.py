"""Source files that are not as agreed: one clear sentence, the last snapshot serves, no trace.

Every file was good before; when it is good again the next run succeeds.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import msoffcrypto.format.ooxml
import pytest

from dagster_project.settings import Workspace
from dagster_project.sources import files
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import Offer, SourceUnreachableError
from tests.faults.crafted_workbook import sheet, workbook
from tests.faults.crafted_zip import Member, packed
from tests.faults.state import assert_complained, assert_still_serves, assert_whole, served
from tests.integration.command import MORNING, anping
from tests.integration.workspaces import (
    TICKET_HEADER,
    deliver,
    tickets,
)

BOMB = packed(Member(b"a.csv", b"a" * 129 * 1024**2))
ENTITY = workbook(sheet(before="<!DOCTYPE x [<!ENTITY a 'b'>]>"))
YES = "是".encode("gb18030")
CSV, ZIP, XLSX = "hotline/2026-10.csv", "hotline/2026-09.zip", "findings.xlsx"


def locked(data: bytes) -> bytes:
    target = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(data)).encrypt("secret", target)
    return target.getvalue()


def recoded(encoding: str) -> Callable[[bytes], bytes]:
    return lambda data: data.decode("gb18030").encode(encoding)


def renamed(data: bytes) -> bytes:
    return data.replace("承办单位".encode("gb18030"), "承办部门".encode("gb18030"))


def flipped(data: bytes) -> bytes:
    return data[:120] + bytes([data[120] ^ 1]) + data[121:]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a file, and what beside the file a complaint must name."""

    file: str
    spoil: Callable[[bytes], bytes]
    named: str = ""


FAULTS = {
    "csv renamed column": Fault(CSV, renamed, "承办单位"),
    "csv in another encoding": Fault(CSV, recoded("utf-16-le")),
    "csv cut off in a row": Fault(CSV, lambda data: data[:-30]),
    "csv cut off in a character": Fault(CSV, lambda data: data[: data.rindex(YES) + 1]),
    "csv empty": Fault(CSV, lambda data: b""),
    "xlsx locked with a password": Fault(XLSX, locked),
    "xlsx cut off": Fault(XLSX, lambda data: data[: len(data) // 2]),
    "xlsx empty": Fault(XLSX, lambda data: b""),
    "zip cut off": Fault(ZIP, lambda data: data[: len(data) // 2]),
    "zip with a flipped bit": Fault(ZIP, flipped),
    "zip that unpacks to much": Fault(ZIP, lambda data: BOMB, "128 MB"),
    "xlsx with an entity": Fault(XLSX, lambda data: ENTITY, "Excel"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_spoiled_file__is_named_and_changes_nothing(tiny_copy: Workspace, fault: Fault) -> None:
    path, before = tiny_copy.inbox / fault.file, served(tiny_copy)
    good = path.read_bytes()
    path.write_bytes(fault.spoil(good))
    assert path.read_bytes() != good
    assert_complained(anping(tiny_copy, "run"), f"inbox/{fault.file}", fault.named)
    assert_still_serves(tiny_copy, before)
    assert_whole(tiny_copy)
    path.write_bytes(good)
    done = anping(tiny_copy, "run")
    assert done.code == 0, done.err
    assert served(tiny_copy) == before


def test_check__names_every_spoiled_file_at_once(tiny_copy: Workspace) -> None:
    chosen = ["csv renamed column", "xlsx locked with a password", "zip cut off"]
    for fault in (FAULTS[name] for name in chosen):
        path = tiny_copy.inbox / fault.file
        path.write_bytes(fault.spoil(path.read_bytes()))
    done = anping(tiny_copy, "check")
    assert done.code == 1
    for name in chosen:
        assert f"inbox/{FAULTS[name].file}" in done.out
    assert "area.csv" in done.out, "what is well is listed too"


@pytest.mark.parametrize("pattern", ["inbox/hotline/city-*.csv", "inbox/city/*.csv"])
def test_missing_file__of_a_new_source_is_named(tiny_copy: Workspace, pattern: str) -> None:
    """There is no such file in the folder, or no such folder."""
    before, mapping = served(tiny_copy), tiny_copy.mappings / "city.yml"
    text = f"contract: hotline_ticket\nfiles: {pattern}\ndelivery: upsert\n"
    mapping.write_text(text, encoding="utf-8")
    folder = pattern.rpartition("/")[0]
    assert_complained(anping(tiny_copy, "run"), folder, "mappings/city.yml")
    assert_still_serves(tiny_copy, before)
    assert_whole(tiny_copy)
    mapping.unlink()
    assert anping(tiny_copy, "run").code == 0


def test_folder_that_is_away__is_named(tiny_copy: Workspace) -> None:
    """It was there before: an empty share must not pass for one with nothing new."""
    before, folder = served(tiny_copy), tiny_copy.inbox / "hotline"
    aside = folder.rename(tiny_copy.home / "aside")
    assert_complained(anping(tiny_copy, "run"), str(folder), "mappings/hotline_ticket.yml")
    assert_still_serves(tiny_copy, before)
    aside.rename(folder)
    assert anping(tiny_copy, "run").code == 0


@pytest.mark.parametrize("file", [ZIP, XLSX])
def test_file_put_away_after_loading__keeps_what_was_loaded(
    tiny_copy: Workspace, file: str
) -> None:
    """Clerks may move what was read to their archive; the doctor notes a source without files."""
    before = served(tiny_copy)
    (tiny_copy.inbox / file).unlink()
    done = anping(tiny_copy, "run")
    assert done.code == 0, done.err
    assert served(tiny_copy) == before
    noted = f"inbox/{file}" in anping(tiny_copy, "doctor").out
    assert noted == (file == XLSX)


def test_refused_file__blocks_until_it_is_taken_away_or_replaced(tiny_copy: Workspace) -> None:
    """Three faulty rows of twenty are more than one in twenty; a single one is kept out."""
    before = served(tiny_copy)
    good = tickets(11)
    bad = [line.replace("投诉", "其他") for line in good[:3]] + good[3:]
    deliver(tiny_copy, "hotline/2026-11.csv", TICKET_HEADER, *bad)
    for at in (MORNING, MORNING + timedelta(days=1)):
        assert_complained(anping(tiny_copy, "run", at=at), "inbox/hotline/2026-11.csv", "15.0%")
        assert_still_serves(tiny_copy, before)
        assert_whole(tiny_copy)
    assert "2026-11.csv" in anping(tiny_copy, "doctor").out
    (tiny_copy.inbox / "hotline" / "2026-11.csv").unlink()
    assert anping(tiny_copy, "run").code == 0
    deliver(tiny_copy, "hotline/2026-11.csv", TICKET_HEADER, bad[0], *good[1:])
    done = anping(tiny_copy, "run", at=MORNING + timedelta(days=1))
    assert done.code == 0, done.err
    after = served(tiny_copy)
    assert len(after.tables["restricted.fct_hotline_ticket"]) == 59
    judged = after.tables["open.mart_data_quality"]
    [fault] = [row for row in judged if "disclosure" not in row]
    assert "'hotline_ticket', 'class', 'unknown_code'" in fault
    assert_whole(tiny_copy)


@pytest.mark.parametrize("failures", [2, 99])
def test_unreachable_source__is_tried_again(
    tiny_copy: Workspace, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    """A share that does not answer twice and then does; and one that never does."""
    before = served(tiny_copy)
    with tiny_copy.settings_file.open("a", encoding="utf-8") as file:
        file.write("source_retries: 3\nsource_retry_seconds: 0\n")
    tries = 0
    offers = files.offers

    def away(mapping: SourceMapping) -> list[Offer]:
        nonlocal tries
        if mapping.contract != "hotline_ticket":
            return offers(mapping)
        tries += 1
        if tries <= failures:
            raise SourceUnreachableError("共享文件夹没有响应。", "the share is away")
        return offers(mapping)

    monkeypatch.setattr(files, "offers", away)
    done = anping(tiny_copy, "run")
    if failures == 2:
        assert done.code == 0, done.err
        assert tries > failures
    else:
        assert_complained(done, "the share is away")
        assert tries == 4, "the first try and three more"
    assert_still_serves(tiny_copy, before)
