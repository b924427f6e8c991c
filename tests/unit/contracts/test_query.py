"""The product's own statements on a published snapshot, and what is said of those that fail."""

import contextlib
from pathlib import Path

import pytest

from data_contracts import query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.query import QueryError
from data_contracts.snapshot import NoSnapshotError, Snapshot
from tests.unit.contracts.published import a_snapshot


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return a_snapshot(tmp_path)


def test_trusted__rows(snapshot: Snapshot) -> None:
    assert query.trusted(snapshot, "SELECT count(*) AS n FROM thing").rows() == [(2,)]
    assert query.trusted(snapshot, "FROM thing LIMIT 1", Outlet.RESTRICTED).height == 1


def test_trusted__writes_nothing(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError):
        query.trusted(snapshot, "INSERT INTO thing FROM thing RETURNING 1")
    assert query.trusted(snapshot, "SELECT count(*) FROM thing").rows() == [(2,)]


def test_trusted__type_that_no_frame_holds_is_answered_or_refused(snapshot: Snapshot) -> None:
    """A difference of two moments is an interval to DuckDB; it ends in no other error."""
    with contextlib.suppress(QueryError):
        query.trusted(snapshot, "SELECT now() - seen_at FROM thing")


def test_trusted__complaint_quotes_no_cell(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError) as caught:
        query.trusted(snapshot, "SELECT name::INTEGER FROM thing")
    assert "图克镇" not in str(caught.value)


@pytest.mark.parametrize("error", sorted(query.SPEAKS_OF_THE_STATEMENT))
def test_failed__words_of_the_statement_are_passed_on_with_their_line(error: str) -> None:
    said = query.failed(error, "Parser Error: near GRUP\n\nLINE 12: GRUP BY\n         ^")
    assert "第 12 行" in said.cn
    assert "near GRUP" in said.en


@pytest.mark.parametrize(
    "error", ["ConversionException", "InvalidInputException", "IOException", "InternalException"]
)
def test_failed__other_words_are_kept_back(error: str) -> None:
    said = str(query.failed(error, "cannot convert '图克镇' in /home/office"))
    assert error in said
    assert "图克镇" not in said
    assert "/home" not in said


def test_printable__neither_steers_a_terminal_nor_runs_on() -> None:
    assert query.printable("a\x1b[2J\u202eb\nc") == "a[2Jb\nc"
    assert len(query.printable("x" * 10**6)) == query.LONGEST_WORDS


def test_refused__every_rule_says_something_in_both_languages() -> None:
    for rule in query.RULES:
        said = query.refused(rule, "read_text")
        assert any("\u4e00" <= c <= "\u9fff" for c in said.cn)
        assert said.en.isascii()


def test_current__nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError) as caught:
        snapshots.current(tmp_path)
    for said in (caught.value.cn, caught.value.en):
        assert str(tmp_path) in said
        assert "anping run" in said


def test_current__what_the_pointer_names(tmp_path: Path, snapshot: Snapshot) -> None:
    (tmp_path / snapshots.POINTER).write_text(
        '{"snapshot_id": "20261122-1a2b3c4d", "as_of": "2026-11-22", "is_demo": true, '
        '"built_at": "2026-11-23T00:00:00+00:00", "home_area_code": "150626102"}',
        encoding="utf-8",
    )
    assert snapshots.current(tmp_path) == snapshot
