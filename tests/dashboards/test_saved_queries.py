"""The file of saved statements: whose they are, who may read it, and many at once."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboards.saved_queries import FILE, KEPT, Asked, Ending, Shelf, ShelfError
from data_contracts.model import Outlet

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WRITERS, LINES = 4, 40
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from dashboards.saved_queries import Asked, Ending, Shelf
from data_contracts.model import Outlet
who, file, lines = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
for number in range(lines):
    shelf = Shelf(file, who)
    shelf.record(
        Asked(f"{who} {number}", Outlet.OPEN, datetime.now(UTC), Ending.ANSWERED, 0.1, number)
    )
    shelf.save(f"{number}", who, Outlet.OPEN, is_overwriting=True)
    shelf.history(), shelf.saved()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FILE


def asked(statement: str) -> Asked:
    return Asked(statement, Outlet.OPEN, AT, Ending.ANSWERED, 0.25, 3)


def test_shelf__holds_nothing_of_another_account(file: Path) -> None:
    first, second = Shelf(file, "first"), Shelf(file, "second")
    first.record(asked("SELECT 1"))
    assert first.save("n", "SELECT 1", Outlet.OPEN, is_overwriting=False)
    assert second.saved() == []
    assert second.history() == []
    assert second.save("n", "SELECT 2", Outlet.OPEN, is_overwriting=False)
    second.delete("n")
    [kept] = first.saved()
    assert kept.statement == "SELECT 1"


def test_shelf__keeps_a_name_that_is_taken_unless_told_to_overwrite(file: Path) -> None:
    shelf = Shelf(file, "a")
    assert shelf.save("n", "SELECT 1", Outlet.OPEN, is_overwriting=False)
    assert not shelf.save("n", "SELECT 2", Outlet.OFFICE, is_overwriting=False)
    assert [one.statement for one in shelf.saved()] == ["SELECT 1"]
    assert shelf.save("n", "SELECT 2", Outlet.OFFICE, is_overwriting=True)
    [kept] = shelf.saved()
    assert (kept.statement, kept.outlet) == ("SELECT 2", Outlet.OFFICE)


def test_history__keeps_the_last_hundred_of_each_account(file: Path) -> None:
    first, second = Shelf(file, "first"), Shelf(file, "second")
    second.record(asked("other"))
    for number in range(KEPT + 3):
        first.record(asked(str(number)))
    assert [one.statement for one in first.history()] == [
        str(number) for number in range(KEPT + 2, 2, -1)
    ]
    assert second.history() == [asked("other")]


def test_file__is_for_its_account_alone(file: Path) -> None:
    Shelf(file, "a").record(asked("SELECT 1"))
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    Shelf(file, "a").record(asked("SELECT 2"))
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == [FILE]


def test_file__that_is_a_link_is_refused(file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"")
    file.symlink_to(elsewhere)
    with pytest.raises(ShelfError, match="无法读写"):
        Shelf(file, "a").record(asked("SELECT 1"))
    assert elsewhere.read_bytes() == b""


def test_file__that_is_damaged_is_named_and_left(file: Path) -> None:
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(ShelfError, match=FILE):
        Shelf(file, "a").history()
    assert file.read_bytes() == b"not a database at all" * 100


def test_shelf__serves_many_processes_at_once(file: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, f"w{number}", str(file), str(LINES)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
        )
        for number in range(WRITERS)
    ]
    said = [writer.communicate()[1].decode() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    intact(file)


def test_shelf__serves_many_threads_at_once(file: Path) -> None:
    def write(number: int) -> None:
        for line in range(LINES):
            shelf = Shelf(file, f"w{number}")
            shelf.record(asked(f"w{number} {line}"))
            shelf.save(str(line), f"w{number}", Outlet.OPEN, is_overwriting=True)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    intact(file)


def intact(file: Path) -> None:
    """Every line of every writer is there, in its order, in a sound file."""
    for number in range(WRITERS):
        shelf = Shelf(file, f"w{number}")
        lines = [one.statement for one in reversed(shelf.history())]
        assert lines == [f"w{number} {line}" for line in range(LINES)]
        assert len(shelf.saved()) == LINES
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
