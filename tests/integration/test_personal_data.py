"""Nobody's name or number gets past the source files: not into any file, not onto the screen.

The demo's source files hold names, telephone and identity numbers in columns that no contract
names, and in columns that one names. Everything else that the workspace holds is searched.
"""

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
import xlsxwriter

from dagster_project.demo.expected import planted_strings
from dagster_project.demo.files import SERVICES
from dagster_project.demo.findings.book import PROBLEMS
from dagster_project.demo.hotline.files import HEADERS, PERSONAL_HEADERS
from dagster_project.demo.wording import MATTERS
from dagster_project.settings import Workspace
from data_contracts import export, loader, query
from data_contracts import snapshot as snapshots
from data_contracts.export import Format
from data_contracts.model import Outlet
from tests.integration.command import anping
from tests.integration.scanner import Scanner
from tests.integration.workspaces import Demo

NAME, PHONE, ID_NUMBER = "赵彧筠", "15412345678", "15069919500101001X"
PLANTED = (NAME, PHONE, ID_NUMBER)
TEXTS = {part for matter in MATTERS for part in matter.splitlines()} | set(PROBLEMS)


@pytest.fixture(scope="module")
def scanner(demo: Demo) -> Scanner:
    """Searches for every person in the demo, and for what callers and inspectors wrote."""
    persons = planted_strings(demo.world)
    assert len(persons) > 3000
    return Scanner(persons | TEXTS)


@pytest.fixture(scope="module")
def town_scanner(demo_town: Demo) -> Scanner:
    """The same for the demo of the home town."""
    persons = planted_strings(demo_town.world)
    assert len(persons) > 300
    return Scanner(persons | TEXTS)


def test_source_files__hold_personal_data(demo: Demo, scanner: Scanner) -> None:
    """Otherwise the tests below would show nothing."""
    hits = scanner.in_folder(demo.workspace.inbox)
    assert len({hit.text for hit in hits}) > 3000
    assert len({hit.where.partition(":")[0] for hit in hits}) > 30


def sources(workspace: Workspace) -> list[Path]:
    """Where a demonstration's source files lie, and what its database and service hold."""
    return [workspace.inbox, workspace.home / SERVICES]


def test_workspace__holds_no_personal_data(demo: Demo, scanner: Scanner) -> None:
    workspace = demo.workspace
    assert scanner.in_folder(workspace.home, *sources(workspace)) == []
    assert scanner.in_text(demo.ended.said) == set()


@pytest.mark.parametrize("words", [("check", "--limit", "1000"), ("doctor",)], ids=lambda w: w[0])
def test_screen__shows_no_personal_data(
    demo: Demo, scanner: Scanner, words: tuple[str, ...]
) -> None:
    said = anping(demo.workspace, *words).said
    assert "hotline" in said
    assert scanner.in_text(said) == set()


FORMS = ("csv", "xlsx", "json", "parquet")


@pytest.mark.parametrize("form", FORMS)
def test_exports__hold_no_personal_data(
    town_copy: Workspace, plot: Path, town_scanner: Scanner, form: Format
) -> None:
    """Every published table as the command gives it out.

    It does not reach the restricted outlet, of which each table is written in the same way.
    """
    folder, serving = plot / "exports", snapshots.current(town_copy.published)
    folder.mkdir()
    for table in loader.mart_contracts().values():
        done = anping(town_copy, "sql", "--format", form, f"FROM {table.id}")
        if table.outlet is Outlet.OPEN:
            assert done.code == 0, done.err
            given = done.raw
        else:
            assert done.code == 1, f"{table.id} is not for this command"
            frame = query.trusted(serving, f"FROM {table.id}", table.outlet)
            given = export.write(frame, serving, form)
        (folder / f"{table.id}.{form}").write_bytes(given)
    sizes = [path.stat().st_size for path in folder.iterdir()]
    assert len(sizes) == len(loader.mart_contracts())
    assert max(sizes) > 10_000
    assert town_scanner.in_folder(folder) == []


def test_logs__keep_no_text_of_a_statement(
    demo_town: Demo, town_copy: Workspace, town_scanner: Scanner
) -> None:
    """Whoever asks for a number must not leave it behind, nor the answer, nor the complaint."""
    person = demo_town.world.exports[0].lines[0].person
    for sql, code in (
        (f"SELECT '{person.phone}'", 0),
        (f"SELECT '{person.name}' AS \"{person.phone}\" -- {person.id_number}", 0),
        (f"FROM dim_area WHERE name = '{person.phone}'", 0),
        (f'SELECT * FROM "{person.phone}"', 1),
        (f"SELECT CAST('{person.id_number}' AS DATE)", 1),
        (f"DELETE FROM dim_area WHERE name = '{person.phone}'", 1),
    ):
        for form in ("table", *FORMS):
            assert anping(town_copy, "sql", "--format", form, sql).code == code, sql
    assert {person.phone, person.name} <= town_scanner.in_text(
        f"SELECT '{person.phone}{person.name}'"
    )
    assert any(path.is_file() for path in town_copy.logs.rglob("*")), "nothing was looked at"
    assert town_scanner.in_folder(town_copy.logs) == []
    assert town_scanner.in_folder(town_copy.home, *sources(town_copy)) == []


def test_faulty_files__leave_no_personal_data_behind(
    demo_town: Demo, town_copy: Workspace, town_scanner: Scanner
) -> None:
    """Complaints, refusals and Dagster's records of them quote no cell."""
    person = demo_town.world.exports[0].lines[0].person
    row = ["GD1", "图克镇", "图克镇派出所", "", "求助", "2026-11-02", "2026-11-12", "", "是"]
    row += ["", "", "否", "0", "", person.name, person.phone, person.id_number, "某处", MATTERS[0]]
    header = [*HEADERS.values(), *PERSONAL_HEADERS]
    shuffled = [person.phone, person.name, *row[2:]]
    for name, lines in (
        ("演示数据_2027年01月.csv", [row, row]),
        ("演示数据_2027年02月.csv", [header, shuffled, shuffled]),
        ("演示数据_2027年03月.csv", [header, row[:-4]]),
        ("演示数据_2027年04月.csv", [header, [*row[:6], f'"{person.name}', *row[7:]]]),
        ("演示数据_十一月.csv", [header, row]),
    ):
        text = "\n".join(",".join(cells) for cells in lines)
        (town_copy.inbox / "hotline" / name).write_text(text, encoding="gb18030")
    ended = anping(town_copy, "run")
    assert ended.code == 1
    for month in ("01", "02", "03", "04"):
        assert f"2027年{month}月" in ended.err
    assert "十一月" in ended.err
    said = ended.said + anping(town_copy, "check").said
    assert town_scanner.in_text(said) == set()
    assert town_scanner.in_folder(town_copy.home, *sources(town_copy)) == []


def as_parquet(path: Path) -> None:
    frame = pl.DataFrame(
        {"a": [[NAME]] * 99, "b": [int(PHONE)] * 99, "c": [ID_NUMBER.lower()] * 99}
    )
    frame.write_parquet(path, compression="zstd", statistics=False)


def as_duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA inner_one")
        connection.execute(
            "CREATE TABLE inner_one.t AS SELECT ? AS a, ? AS b, {'c': ?} AS c FROM range(5000)",
            [NAME, int(PHONE), ID_NUMBER],
        )


def as_sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE event (body TEXT, raw BLOB, number INTEGER)")
    escaped = NAME.encode("unicode_escape").decode().replace("\\", "\\\\")
    connection.execute(
        "INSERT INTO event VALUES (?, ?, ?)",
        (f'{{"said": "{escaped}"}}', ID_NUMBER.encode("utf-16-be"), int(PHONE)),
    )
    connection.commit()
    connection.close()


def as_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, PLANTED)


def as_zip_in_zip(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "\n".join(PLANTED).encode("gb18030"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", inner.getvalue())


def as_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress("\n".join(PLANTED).encode()))


def as_log(encoding: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(b"\0" + f"INFO {' '.join(PLANTED)}".encode(encoding))

    return write


HIDDEN = {
    "parquet": as_parquet,
    "duckdb": as_duckdb,
    "sqlite": as_sqlite,
    "xlsx": as_workbook,
    "zip": as_zip_in_zip,
    "gz": as_gzip,
    **{name: as_log(name) for name in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")},
}


@pytest.mark.parametrize("write", HIDDEN.values(), ids=HIDDEN)
def test_scanner__finds_what_is_hidden(tmp_path: Path, write: Callable[[Path], None]) -> None:
    write(tmp_path / "file")
    assert {hit.text for hit in Scanner(PLANTED).in_folder(tmp_path)} == set(PLANTED)
    assert Scanner(["钱骞萱", "15400000000"]).in_folder(tmp_path) == []


def test_scanner__looks_at_names_of_files(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.log").touch()
    assert [hit.text for hit in Scanner(PLANTED).in_folder(tmp_path)] == [NAME]
