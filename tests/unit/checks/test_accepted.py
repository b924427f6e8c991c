"""What leaves the bench: Parquet in the contract's types, with pseudonyms for ids."""

import hashlib
import hmac
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.unit.checks.laid_out import CASE, KEY, accepted, bench, case


def pseudonym(key: bytes, text: str) -> str:
    """HMAC-SHA256 by Python's own module, shortened to 128 bits."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def test_write_accepted__contract_types(tmp_path: Path) -> None:
    accepted(tmp_path, case())
    path = tmp_path / "1.parquet"
    described = duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{path}')").fetchall()
    assert [(name, kind) for name, kind, *_ in described[:-2]] == [
        (column.name, column.physical_type) for column in CASE.columns
    ]
    assert [name for name, *_ in described[-2:]] == ["_delivery", "_row"]


def test_write_accepted__values(tmp_path: Path) -> None:
    [row] = accepted(tmp_path, case(), delivery=7).rows(named=True)
    assert row == {
        "case_id": pseudonym(KEY, "C1"),
        "area_code": "150626",
        "kind": "joint",
        "found_on": date(2026, 9, 1),
        "closed_on": date(2026, 9, 8),
        "is_solved": True,
        "rework_count": 2,
        "share": 0.5,
        "note": "abc",
        "updated_at": datetime(2026, 9, 8, 0, 15, tzinfo=UTC),
        "_delivery": 7,
        "_row": 2,
    }


def test_write_accepted__a_moment_with_a_zone_is_that_moment(tmp_path: Path) -> None:
    [row] = accepted(tmp_path, case(updated_at="2026-09-08 08:15:00Z")).rows(named=True)
    assert row["updated_at"] == datetime(2026, 9, 8, 8, 15, tzinfo=UTC)


def test_write_accepted__only_rows_without_a_fault_in_their_order(tmp_path: Path) -> None:
    frame = accepted(tmp_path, case(case_id="C3"), case(case_id="C2", kind="x"), case(case_id="C1"))
    assert frame["_row"].to_list() == [2, 4]


def test_write_accepted__nothing_accepted_is_an_empty_file_of_the_same_types(
    tmp_path: Path,
) -> None:
    empty = accepted(tmp_path, case(kind="x"), delivery=1)
    assert empty.is_empty()
    assert empty.schema == accepted(tmp_path, case(), delivery=2).schema


@pytest.mark.parametrize(
    ("text", "length"),
    [("C1", 32), ("C-2026_0001", 32), ("C" * 20, 33), ("C1", 64), ("C1", 65), ("C1", 100)],
)
def test_pseudonym__equals_pythons_hmac(tmp_path: Path, text: str, length: int) -> None:
    """RFC 2104 hashes a key that is longer than a block of 64 bytes first."""
    key = bytes(number * 7 % 256 for number in range(length))
    frame = accepted(tmp_path, case(case_id=text), key=key)
    assert frame["case_id"].to_list() == [pseudonym(key, text)]


def test_pseudonym__the_same_in_every_delivery_and_another_with_another_key(
    tmp_path: Path,
) -> None:
    first = accepted(tmp_path, case(), delivery=1)["case_id"].item()
    again = accepted(tmp_path, case(), delivery=2)["case_id"].item()
    other = accepted(tmp_path, case(), delivery=3, key=bytes(32))["case_id"].item()
    assert first == again != other


def test_pseudonym__the_id_itself_is_nowhere_in_the_file(tmp_path: Path) -> None:
    accepted(tmp_path, case(case_id="C-SECRET-4711"))
    assert b"SECRET" not in (tmp_path / "1.parquet").read_bytes()


def test_bench__judging_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with bench(case(), case(case_id="C2", note="13800138000")) as laid:
        assert laid.judgement().quarantined_count == 1
    assert list(tmp_path.iterdir()) == []


def test_bench__faults_are_a_frame_even_where_there_are_none() -> None:
    with bench(case()) as laid:
        faults = laid.judgement().faults
    assert faults.columns == ["_row", "column_name", "rule", "masked"]
    assert faults.schema["_row"] == pl.Int64
