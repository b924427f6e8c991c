"""The `anping` command as users meet it: what it prints, writes and answers."""

import csv
import io
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest

from dagster_project.settings import Workspace
from data_contracts import loader
from tests.integration.command import SCRIPT, anping, ended
from tests.integration.workspaces import HOME, TICKET_HEADER, Demo, Run, deliver, tickets

QUERY = "SELECT name, population FROM dim_area WHERE level = 'town' ORDER BY population DESC"


def test_help__lists_every_command(demo: Demo) -> None:
    said = anping(demo.workspace, "--help").out
    words = ("demo", "init", "template", "check", "run", "rotate-key", "serve", "sql", "doctor")
    for word in words:
        assert word in said


def test_init__makes_a_workspace_with_commented_settings(plot: Path) -> None:
    workspace = Workspace(plot / "mine")
    done = anping(workspace, "init", "--home-area", HOME)
    assert done.code == 0
    assert str(workspace.home) in done.err
    text = workspace.settings_file.read_text("utf-8")
    for key in ("daily_at", "cut_off_days", "keep_snapshots", "source_retries", "ports"):
        assert f"# {key}:" in text
    assert workspace.settings().home_area == HOME
    assert workspace.inbox.is_dir()


def test_init__twice_is_refused(tiny: Run) -> None:
    before = tiny.workspace.settings_file.read_bytes()
    done = anping(tiny.workspace, "init", "--home-area", "150626")
    assert done.code == 1
    assert str(tiny.workspace.home) in done.err
    assert tiny.workspace.settings_file.read_bytes() == before


@pytest.mark.parametrize("words", [("run",), ("check",), ("serve",), ("sql", "SELECT 1")])
def test_no_workspace__says_so(plot: Path, words: tuple[str, ...]) -> None:
    workspace = Workspace(plot / "nothing")
    done = anping(workspace, *words)
    assert done.code == 1
    assert str(workspace.home) in done.err
    assert "anping init" in done.err or "anping run" in done.err
    assert not workspace.home.exists()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("keep_snapshot: 3", "keep_snapshot"),
        ("keep_snapshots: many", "keep_snapshots"),
        ("daily_at: 25:00", "daily_at"),
        ("ports: {dashboards: 80}", "ports.dashboards"),
        ("home_area: 150626", "home_area"),
        ("'", "anping.yml"),
    ],
)
def test_settings__error_names_file_and_key(tiny_copy: Workspace, line: str, named: str) -> None:
    text = tiny_copy.settings_file.read_text("utf-8")
    kept = text.replace("home_area:", "# home_area:") if "home_area" in line else text
    tiny_copy.settings_file.write_text(f"{kept}\n{line}\n", encoding="utf-8")
    for words in (("run",), ("doctor",)):
        done = anping(tiny_copy, *words)
        assert done.code == 1
        assert "anping.yml" in done.said
        assert named in done.said


@pytest.mark.parametrize("contract", loader.source_contracts())
def test_template__is_a_workbook_with_the_headers(town_copy: Workspace, contract: str) -> None:
    done = anping(town_copy, "template", contract)
    assert done.code == 0, done.err
    [path] = town_copy.templates.glob("*.xlsx")
    assert path.name in done.err
    assert "演示数据" in path.name
    headers = pl.read_excel(path, infer_schema_length=0, has_header=False).row(0)
    wanted = loader.source_contracts()[contract]
    for column in wanted.columns:
        assert column.label.cn in headers
    for column in wanted.forbidden:
        assert column.label.cn not in headers


def test_template__unknown_contract(tiny: Run) -> None:
    done = anping(tiny.workspace, "template", "clues")
    assert done.code == 1
    assert "clues" in done.err
    assert "hotline_ticket" in done.err


def test_check__all_well(tiny: Run) -> None:
    done = anping(tiny.workspace, "check")
    assert done.code == 0, done.out
    for file in ("area.csv", "unit.csv", "2026-09.zip/tickets.csv", "2026-10.csv", "findings.xlsx"):
        assert file in done.out


def test_check__lists_row_column_rule_and_masked_value(tiny_copy: Workspace) -> None:
    lines = tickets(11)
    lines[2] = lines[2].replace("投诉", "无理取闹")
    lines[4] = lines[4].replace("TK1", "15412345678")
    deliver(tiny_copy, "hotline/2026-11.csv", TICKET_HEADER, *lines)
    before = sorted(p for p in tiny_copy.home.rglob("*") if p.is_file())
    done = anping(tiny_copy, "check", "hotline_ticket")
    assert done.code == 1
    assert "2026-11.csv" in done.out
    squeezed = "".join(done.out.split())
    assert "4诉求类别Class不在代码表内" in squeezed
    assert "某某某某" in done.out
    assert "6承办单位Unitcode疑似个人信息" in squeezed
    assert "###########" in done.out
    assert "无理取闹" not in done.said
    assert "15412345678" not in done.said
    assert sorted(p for p in tiny_copy.home.rglob("*") if p.is_file()) == before


def test_check__unknown_source(tiny: Run) -> None:
    done = anping(tiny.workspace, "check", "hotlines")
    assert done.code == 1
    assert "hotlines" in done.err
    assert "hotline_ticket" in done.err


def test_sql__table(demo: Demo) -> None:
    done = anping(demo.workspace, "sql", QUERY)
    assert done.code == 0
    assert "嘎鲁图镇" in done.out
    assert demo.snapshot.id in done.out
    assert "演示数据" in done.out


def test_sql__csv(demo: Demo) -> None:
    done = anping(demo.workspace, "sql", QUERY, "--format", "csv")
    assert done.raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(done.raw.decode("utf-8-sig"))))
    assert rows[0]["name"] == "嘎鲁图镇"
    assert demo.snapshot.id in rows[0]["snapshot"]
    assert len(rows) == 6


def test_sql__json(demo: Demo) -> None:
    rows = json.loads(anping(demo.workspace, "sql", QUERY, "--format", "json").raw)
    assert rows[0]["population"] == 61200
    assert demo.snapshot.id in rows[0]["snapshot"]


def test_sql__parquet(demo: Demo) -> None:
    frame = pl.read_parquet(anping(demo.workspace, "sql", QUERY, "--format", "parquet").raw)
    assert frame["population"].max() == 61200
    assert frame["snapshot"].str.contains("演示数据").all()


def test_sql__xlsx(demo: Demo) -> None:
    raw = anping(demo.workspace, "sql", QUERY, "--format", "xlsx").raw
    assert zipfile.is_zipfile(io.BytesIO(raw))
    frame = pl.read_excel(raw)
    assert frame["name"][0] == "嘎鲁图镇"
    assert frame["snapshot"].str.contains(demo.snapshot.id).all()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE dim_area",
        "SELECT 1; SELECT 2",
        "COPY dim_area TO 'stolen.csv'",
        "SELECT * FROM read_text('anping.yml')",
        "SELECT * FROM '/etc/passwd'",
        "ATTACH 'other.duckdb'",
        "SELECT * FROM fct_hotline_ticket",
        "SELEKT 1",
        "SELECT CAST(name AS INTEGER) FROM dim_area",
    ],
)
def test_sql__what_it_refuses(demo: Demo, statement: str) -> None:
    done = anping(demo.workspace, "sql", statement)
    assert done.code == 1
    assert done.err.strip()
    assert "乌审旗" not in done.err
    assert done.raw == b""


def test_sql__says_beside_the_rows_that_there_are_more(tiny: Run) -> None:
    done = anping(tiny.workspace, "sql", "FROM range(1000001)", "--format", "csv")
    assert done.code == 0
    assert done.out.splitlines()[-1].startswith("999999,")
    assert "上限" in done.err
    assert "1000000" in done.err
    whole = anping(tiny.workspace, "sql", "FROM range(1000000)", "--format", "csv")
    assert (whole.raw, whole.err) == (done.raw, "")


def test_doctor__demo_is_well(demo: Demo) -> None:
    done = anping(demo.workspace, "doctor")
    assert done.code == 0, done.out
    for word in ("demo_hotline", "demo_ledger", demo.snapshot.id, "2027"):
        assert word in done.out


def test_doctor__says_what_is_wrong(tiny_copy: Workspace) -> None:
    (tiny_copy.mappings / "lost.yml").write_text(
        "contract: hotline_ticket\nfiles: inbox/lost-*.csv\ndelivery: upsert\n", encoding="utf-8"
    )
    deliver(tiny_copy, "hotline/2026-11.csv", TICKET_HEADER, *tickets(11))
    done = anping(tiny_copy, "doctor")
    assert done.code == 1
    assert "lost" in done.out
    assert "inbox/lost-*.csv" in done.out
    assert "anping run" in done.out


def test_demo__refuses_a_workspace_with_data_of_its_own(tiny: Run) -> None:
    before = sorted(p for p in tiny.workspace.home.rglob("*") if p.is_file())
    done = anping(tiny.workspace, "demo", "--no-serve")
    assert done.code == 1
    assert str(tiny.workspace.home) in done.err
    assert "ANPING_HOME" in done.err
    assert sorted(p for p in tiny.workspace.home.rglob("*") if p.is_file()) == before


def test_demo__again_leaves_the_demo_as_it_is(demo: Demo, demo_copy: Workspace) -> None:
    done = anping(demo_copy, "demo", "--no-serve")
    assert done.code == 0, done.err
    assert demo.snapshot.id in done.err


def test_command__in_a_process_of_its_own(demo: Demo) -> None:
    """Exit code, streams and encoding, as a shell sees them."""
    done = ended(demo.workspace, [SCRIPT, "sql", QUERY, "--format", "csv"])
    assert done.code == 0, done.err
    assert "图克镇" in done.out
    assert done.err == ""
    failed = ended(demo.workspace, [SCRIPT, "sql", "SELEKT"])
    assert failed.code == 1
    assert "Traceback" not in failed.err
