"""Mappings of databases and services: what goes together, and what is refused."""

from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from dagster_project.sources import mapping_files
from dagster_project.sources.mapping import SourceMapping
from data_contracts.configuration import ConfigurationError

SETTINGS = """\
home_area: "150626102"
connections:
  clue: {kind: postgresql, url: "postgresql://me:${PW}@host/db"}
  ledger: {kind: sqlite, path: ledger.db}
  api: {kind: http, url: "https://host/api"}
"""
COLUMNS = "columns: {sector_code: code, name_cn: cn, name_en: en}\n"
TABLE = f"contract: sector\nkind: database\nconnection: clue\ntable: s\n{COLUMNS}"
SERVICE = f"contract: sector\nkind: http\nconnection: api\npath: s\n{COLUMNS}"
PARTS = "delivery: upsert\ncursor: changed\n"


def loaded(home: Path, text: str) -> SourceMapping:
    workspace = Workspace(home)
    workspace.mappings.mkdir(exist_ok=True)
    workspace.settings_file.write_text(SETTINGS, encoding="utf-8")
    (workspace.mappings / "own.yml").write_text(text, encoding="utf-8")
    return mapping_files.load(workspace)["own"]


@pytest.mark.parametrize(
    "text",
    [
        TABLE + "delivery: snapshot\n",
        TABLE + PARTS + "overlap: 0\n",
        TABLE.replace("clue", "ledger") + PARTS.replace("upsert", "append"),
        SERVICE + "delivery: snapshot\nrecords: data.items\nparameters: {a: 1}\n",
        SERVICE + PARTS + "cursor_parameter: since\npaging: {page: p}\n",
    ],
)
def test_load__knows_its_connection_and_what_to_ask_for(tmp_path: Path, text: str) -> None:
    own = loaded(tmp_path, text)
    assert own.reached is not None
    assert own.headers == ["code", "cn", "en"]
    assert own.asked == own.headers + (["changed"] if "cursor" in text else [])
    assert own.key == ["code"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (TABLE + "delivery: upsert\n", "cursor"),
        (TABLE + PARTS.replace("upsert", "snapshot"), "cursor"),
        (TABLE.replace("table: s\n", "") + PARTS, "table"),
        (TABLE.replace("connection: clue\n", "") + PARTS, "connection"),
        (TABLE.replace("clue", "hotline") + PARTS, "hotline"),
        (TABLE.replace("clue", "api") + PARTS, "connection"),
        (SERVICE.replace("api", "clue") + "delivery: snapshot\n", "connection"),
        (TABLE + PARTS + "files: a.csv\n", "files"),
        (TABLE + PARTS + "header_rows: [2]\n", "header_rows"),
        (TABLE + PARTS + "paging: {page: p}\n", "paging"),
        (SERVICE + PARTS, "cursor_parameter"),
        (SERVICE + "delivery: snapshot\ncursor_parameter: since\n", "cursor_parameter"),
        (SERVICE + "delivery: snapshot\npaging: {page: p, next: n}\n", "paging"),
        (SERVICE + "delivery: snapshot\npaging: {size: n}\n", "paging"),
        (TABLE.replace(", name_en: en", "") + PARTS, "name_en"),
        ("contract: sector\nfiles: a.csv\ndelivery: upsert\ncursor: changed\n", "cursor"),
    ],
)
def test_load__what_does_not_go_together_is_named(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        loaded(tmp_path, text)
    for said in (caught.value.cn, caught.value.en):
        assert "own.yml" in said
        assert f"'{word}'" in said


@pytest.mark.parametrize("cursor", ["caller_name", "诉求人", "caller.caller_name"])
def test_load__forbidden_column_is_no_cursor(tmp_path: Path, cursor: str) -> None:
    text = (
        "contract: hotline_ticket\nkind: database\nconnection: clue\ntable: t\ndelivery: upsert\n"
        f"cursor: {cursor}\ncolumns: {{ticket_id: id}}\n"
    )
    with pytest.raises(ConfigurationError, match="cursor"):
        loaded(tmp_path, text)
