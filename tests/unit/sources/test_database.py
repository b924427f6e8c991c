"""Tables of a database, by the one that needs no server."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dagster_project.connections import DatabaseFile
from dagster_project.settings import TIME_ZONE
from dagster_project.sources import extract
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import Reading, SourceError, SourceUnreachableError
from data_contracts.loader import source_contracts
from tests.unit.sources.stand_ins import a_mapping

SECTOR = source_contracts()["sector"]
AT = datetime(2026, 11, 23, 5, tzinfo=TIME_ZONE)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    run(
        tmp_path,
        'CREATE TABLE s (id REAL, "a:b %s" TEXT, en TEXT, n INTEGER, phone TEXT)',
        "INSERT INTO s VALUES (150626102.0, '煤', 'Coal', 20, '13800138000')",
        "INSERT INTO s VALUES (9, '矿', NULL, 1000, '13800138001')",
    )
    return tmp_path


def run(home: Path, *statements: str) -> None:
    with sqlite3.connect(home / "a.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def mapped(home: Path, **said: Any) -> SourceMapping:
    ordinary = {
        "name": "own",
        "root": home,
        "contract": "sector",
        "kind": "database",
        "files": None,
        "delivery": "snapshot",
        "connection": "ledger",
        "reached": DatabaseFile(kind="sqlite", path="a.db"),
        "table": "s",
        "columns": {"sector_code": "id", "name_cn": "a:b %s", "name_en": "en"},
    }
    return a_mapping(**(ordinary | said))


def read(mapping: SourceMapping, since: str | None = None) -> Reading:
    [offer] = extract.offers(mapping, AT)
    return extract.content(mapping, offer, since)


def rows(mapping: SourceMapping, since: str | None = None) -> list[tuple[Any, ...]]:
    [offer] = extract.offers(mapping, AT)
    data = read(mapping, since).data
    [one] = extract.extracts(data, mapping, SECTOR, offer)
    assert (one.file, one.unread_count) == ("ledger.s", 0)
    return one.rows.rows()


def test_table__mapped_columns_as_text_in_the_order_of_the_key(home: Path) -> None:
    assert rows(mapped(home)) == [
        (1, False, "9", "矿", None),
        (2, False, "150626102", "煤", "Coal"),
    ]


def test_table__nothing_that_is_not_mapped_is_read(home: Path) -> None:
    assert b"1380013" not in read(mapped(home)).data
    in_parts = mapped(home, cursor="n", delivery="upsert", overlap=0)
    assert read(in_parts).cursor == "1000"
    assert [row[2] for row in rows(in_parts, "21")] == ["9"]
    assert [row[2] for row in rows(in_parts, "20")] == ["9", "150626102"]


def test_reading__is_the_same_until_a_row_changes(home: Path) -> None:
    before = read(mapped(home))
    run(home, "UPDATE s SET phone = '13800138009'")
    assert read(mapped(home)).digest == before.digest
    run(home, "UPDATE s SET en = '' WHERE en IS NULL")
    assert read(mapped(home)).digest != before.digest


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"table": "t"}, "ledger.t"),
        ({"table": "main.t"}, "ledger.main.t"),
        ({"columns": {"sector_code": "id", "name_cn": "cn", "name_en": "en"}}, "cn"),
        ({"cursor": "changed", "delivery": "upsert"}, "changed"),
        ({"cursor": "en", "delivery": "upsert"}, "en"),
        ({"reached": DatabaseFile(kind="sqlite", path="none.db")}, "none.db"),
    ],
)
def test_complaint__names_what_is_wrong(home: Path, said: dict[str, Any], word: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(mapped(home, **said))
    assert not isinstance(caught.value, SourceUnreachableError)
    for sentence in (caught.value.cn, caught.value.en):
        assert word in sentence
    assert not (home / "none.db").exists()


def test_text_in_another_encoding__is_not_quoted(home: Path) -> None:
    run(home, "INSERT INTO s VALUES (1, CAST(x'D5C5C8FD' || '13800138000' AS TEXT), 'x', 1, '')")
    with pytest.raises(SourceError) as caught:
        read(mapped(home))
    assert "ledger.s" in caught.value.en
    assert "13800138000" not in str(caught.value)


def test_database__that_somebody_holds_is_tried_again_later(home: Path) -> None:
    holder = sqlite3.connect(home / "a.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(SourceUnreachableError, match="ledger"):
            read(mapped(home))
    finally:
        holder.close()


def test_database__is_opened_for_reading_only(home: Path) -> None:
    (home / "a.db").chmod(0o444)
    before = (home / "a.db").stat().st_mtime_ns
    assert len(rows(mapped(home))) == 2
    assert (home / "a.db").stat().st_mtime_ns == before


def test_place__called_by_somebodys_number_is_refused(home: Path) -> None:
    with pytest.raises(SourceError) as caught:
        extract.offers(mapped(home, table="t13800138000"), AT)
    assert "13800138000" not in str(caught.value)
