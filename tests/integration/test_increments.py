"""Sources that are read in parts: no row is lost, none is doubled, nothing is read in vain."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dagster_project.checks import expectations
from dagster_project.checks.expectations import Outcome
from dagster_project.settings import TIME_ZONE, Settings, Workspace
from dagster_project.sources import mapping_files
from dagster_project.sources.reading import SourceUnreachableError
from dagster_project.warehouse import build, landing
from dagster_project.warehouse.landing import Landed
from dagster_project.warehouse.manifest import Manifest
from dagster_project.warehouse.session import Session
from data_contracts.loader import source_contracts
from tests.integration import office
from tests.integration.office import MOMENT, TEXT, Table

SECTOR = source_contracts()["sector"]
AT = datetime(2026, 11, 23, 5, tzinfo=TIME_ZONE)
NOON = datetime(2026, 11, 20, 12)
TABLE = Table(
    "sector",
    (("code", TEXT, "sector_code"), ("cn", TEXT, "name_cn"), ("en", TEXT, "name_en")),
    (),
    cursor="updated_at",
)


class Source:
    """A source of sectors and a workspace that reads it, one reading a day."""

    def __init__(
        self,
        home: Path,
        settings: str,
        lines: list[str],
        add: Callable[..., None],
        mend: Callable[[], None],
    ):
        self.home = home
        self.at = AT
        self._add = add
        self.mend = mend
        (home / "mappings").mkdir(parents=True)
        (home / "anping.yml").write_text(f'home_area: "150626"\nconnections:\n{settings}')
        office.map_source(Workspace(home), TABLE, *lines, "cursor: updated_at")

    def add(self, *codes: str, at: datetime = NOON, name: str | None = "行业") -> None:
        rows = [{"code": c, "cn": name, "en": f"Sector {c}", "updated_at": at} for c in codes]
        self._add(rows)

    def remap(self, old: str, new: str) -> None:
        path = self.home / "mappings" / "sector.yml"
        path.write_text(path.read_text().replace(old, new))

    def land(self, is_full: bool = False) -> Landed:
        """What a run does up to the manifest on disk; a day later than the last."""
        workspace = Workspace(self.home)
        self.at += timedelta(days=1)
        settings = Settings(home_area="150626")
        loaded = {"sector": mapping_files.load(workspace)["sector"]}
        session = Session(
            workspace, settings, Manifest.load(workspace), self.at, loaded, is_full=is_full
        )
        return landing.land(session, SECTOR)

    def read_counts(self, is_full: bool = False) -> list[int]:
        return [d.read_count for d in self.land(is_full).deliveries]

    @property
    def manifest(self) -> Manifest:
        return Manifest.load(Workspace(self.home))

    @property
    def cursor(self) -> str | None:
        [seen] = self.manifest.files["sector"].values()
        return seen.cursor

    def current(self) -> list[tuple[str, int]]:
        """Each sector that holds, and in how many versions it ever was."""
        workspace = Workspace(self.home)
        build.in_work(workspace).unlink(missing_ok=True)
        build.begin(workspace, None)
        build.load(workspace, self.manifest, SECTOR)
        with build.opened(workspace) as connection:
            return connection.execute(
                "SELECT sector_code, count(*) FROM raw.sector GROUP BY ALL "
                "HAVING count(*) FILTER (known_until_at IS NULL) = 1 ORDER BY ALL"
            ).fetchall()


WHOLE = Table(TABLE.contract, (*TABLE.columns, ("updated_at", MOMENT, "")), (), TABLE.cursor)


@pytest.fixture(params=["postgres", "maria", "sqlite", "service"])
def source(request: pytest.FixtureRequest, plot: Path) -> Source:
    kind = str(request.param)
    server: Any = request.getfixturevalue(kind)
    if kind == "service":
        rows = server.lists.setdefault("sector", [])
        lines = ["kind: http", "connection: source", "path: sector", "records: data.items"]
        lines += ["paging: {next: next}", "cursor_parameter: since"]

        def extend(new: list[dict[str, Any]]) -> None:
            rows.extend(map(office.record, new))

        def fill_in() -> None:
            rows[:] = [row | {"cn": row["cn"] or "行业"} for row in rows]

        return Source(plot / "w", server.settings, lines, extend, fill_in)
    office.fill(server, (WHOLE,))
    lines = ["kind: database", "connection: source", "table: t_sector"]
    return Source(
        plot / "w",
        server.settings,
        lines,
        lambda new: office.add(server, WHOLE, new),
        lambda: server.run("UPDATE t_sector SET cn = '行业' WHERE cn IS NULL"),
    )


def test_nothing_new__is_no_delivery(source: Source) -> None:
    """And of the rows before the overlap none is read again."""
    source.add("a", at=NOON - timedelta(days=9))
    source.add("b")
    assert source.read_counts() == [2]
    before = source.manifest
    assert source.read_counts() == []
    assert source.manifest == before
    source.add("c", at=NOON + timedelta(hours=1))
    assert source.read_counts() == [2], "the new row and the overlap of a day"
    assert source.read_counts() == []
    assert source.current() == [("a", 1), ("b", 1), ("c", 1)]


def test_increment__is_named_by_source_and_time(source: Source) -> None:
    source.add("a")
    source.add("b", at=NOON)
    [whole] = source.land().deliveries
    source.add("c", at=NOON + timedelta(hours=1))
    [part] = source.land().deliveries
    assert whole.file in ("source.t_sector", "source/sector")
    assert part.file == f"{whole.file} 2026-11-25 05:00:00"
    assert [d.id for d in source.manifest.latest().values()] == [whole.id, part.id]
    [again] = source.land(is_full=True).deliveries
    assert (again.file, again.read_count) == (whole.file, 3)
    assert [d.id for d in source.manifest.latest().values()] == [again.id]


def test_late_rows__are_not_lost(source: Source) -> None:
    """Committed after the reading with the time of the last row, and with one before it."""
    source.add("a")
    source.land()
    source.add("b")
    source.add("c", at=NOON - timedelta(hours=20))
    assert source.read_counts() == [3]
    assert source.read_counts() == []
    assert source.current() == [("a", 1), ("b", 1), ("c", 1)]


def test_row_without_a_time__is_not_lost(source: Source) -> None:
    source.add("a")
    source.land()
    source.add("b", at=None)  # type: ignore[arg-type]
    assert source.read_counts() == [2]
    assert source.read_counts() == []
    assert source.current() == [("a", 1), ("b", 1)]


def test_row_of_the_future__hides_none_that_comes_after(source: Source) -> None:
    source.add("a", at=datetime(2099, 1, 1))
    source.add("b")
    source.land()
    source.add("c", at=NOON + timedelta(hours=1))
    source.land()
    assert source.current() == [("a", 1), ("b", 1), ("c", 1)]


def test_refused_increment__does_not_advance(source: Source) -> None:
    """It is not landed again as it is; what mends it brings all of its rows."""
    source.add("a", at=NOON - timedelta(days=9))
    source.land()
    reached = source.cursor
    source.add("b", at=NOON)
    source.add(*"cdef", at=NOON, name=None)
    refused = source.land()
    assert [d.is_refused for d in refused.deliveries] == [True]
    assert source.cursor == reached
    again = source.land()
    assert again.deliveries == []
    assert [d.id for d in again.refused] == [d.id for d in refused.deliveries]
    source.mend()
    mended = source.land()
    assert [d.is_refused for d in mended.deliveries] == [False]
    assert mended.refused == []
    assert source.current() == [(code, 1) for code in "abcdef"]
    assert source.cursor != reached


def test_other_mapping__reads_everything_again(source: Source) -> None:
    source.add("a", at=NOON - timedelta(days=9))
    source.add("b")
    source.land()
    source.remap('name_en: "en"', 'name_en: "code"')
    assert source.read_counts() == [2]
    assert source.current() == [("a", 2), ("b", 2)]


@pytest.mark.parametrize("source", ["postgres", "maria", "service"], indirect=True)
def test_source_that_is_away__loses_and_doubles_nothing(source: Source) -> None:
    source.add("a")
    source.land()
    source.add("b", at=NOON + timedelta(hours=1))
    settings = source.home / "anping.yml"
    there = settings.read_text()
    away = there.replace("127.0.0.1:", "127.0.0.2:").replace("host=", "host=/nowhere")
    settings.write_text(away)
    before = source.manifest
    [complaint] = source.land().complaints
    assert isinstance(complaint, SourceUnreachableError)
    assert source.manifest == before
    settings.write_text(there)
    assert len(source.land().deliveries) == 1
    assert source.current() == [("a", 1), ("b", 1)]


@pytest.fixture(autouse=True)
def asserted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Great Expectations takes seconds and has tests of its own."""
    said = [Outcome("required", "name_cn", 0)]
    monkeypatch.setattr(expectations, "outcomes", lambda *_: said)
