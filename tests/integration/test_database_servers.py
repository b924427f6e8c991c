"""PostgreSQL and MariaDB as they are: rights, refusals, and how their values are written."""

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dagster_project.settings import TIME_ZONE, Workspace
from dagster_project.sources import extract, frames, mapping_files
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import SourceError, SourceUnreachableError
from tests.integration import office
from tests.integration.office import MOMENT, TEXT, Table
from tests.integration.servers import Maria, Postgres
from tests.integration.services import PASSWORD, PASSWORD_VARIABLE

AT = datetime(2026, 11, 23, 5, tzinfo=TIME_ZONE)
COLUMNS = (("code", TEXT, "sector_code"), ("cn", TEXT, "name_cn"), ("en", TEXT, "name_en"))
SECTORS = Table("sector", (*COLUMNS, ("changed", MOMENT, "")), (("a", "矿", "M", office.NOON),))


@pytest.fixture(params=["postgres", "maria"])
def server(request: pytest.FixtureRequest) -> Any:
    found: Any = request.getfixturevalue(str(request.param))
    office.fill(found, (SECTORS,))
    return found


def mapped(home: Path, settings: str, *lines: str, table: str = "t_sector") -> SourceMapping:
    home.mkdir(exist_ok=True)
    workspace = Workspace(home)
    workspace.mappings.mkdir(exist_ok=True)
    workspace.settings_file.write_text(f'home_area: "150626"\nconnections:\n{settings}')
    said = ["kind: database", "connection: source", f"table: {table}", *lines]
    office.map_source(workspace, Table("sector", COLUMNS, ()), *said)
    return mapping_files.load(workspace)["sector"]


def read(source: SourceMapping) -> pl.DataFrame:
    [offer] = extract.offers(source, AT)
    table = frames.unpacked(extract.content(source, offer).data)
    return table.select(list(range(len(table.headers))), ()).frame


def complaint(source: SourceMapping, *words: str) -> SourceError:
    """Reading fails, and so does the doctor's look, with `words` in both languages."""
    with pytest.raises(SourceError) as caught:
        read(source)
    with pytest.raises(SourceError) as looked:
        extract.probe(source)
    assert str(looked.value) == str(caught.value)
    for said in (caught.value.cn, caught.value.en):
        assert PASSWORD not in said
        for word in words:
            assert word in said
    return caught.value


def test_account__with_the_right_to_read_the_mapped_columns_alone(server: Any, plot: Path) -> None:
    source = mapped(plot / "w", server.settings)
    assert read(source).select("0", "1", "2").rows() == [("a", "矿", "M")]
    extract.probe(source)


def test_column__that_may_not_be_read_is_named(server: Any, plot: Path) -> None:
    text = mapped(plot / "w", server.settings).model_copy()
    phone = text.columns["name_en"].model_copy(update={"header": "caller_phone"})
    source = text.model_copy(update={"columns": text.columns | {"name_en": phone}})
    said = complaint(source, "source.t_sector", "caller_phone", "SELECT")
    assert not isinstance(said, SourceUnreachableError)


def test_column_or_table__that_is_missing_is_named(server: Any, plot: Path) -> None:
    source = mapped(plot / "w", server.settings)
    wrong = source.columns["name_en"].model_copy(update={"header": "english"})
    lacking = source.model_copy(update={"columns": source.columns | {"name_en": wrong}})
    complaint(lacking, "source.t_sector", "english", "mappings/sector.yml")


def test_wrong_password__is_no_reason_to_try_again(
    maria: Maria, plot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "hunter2")
    said = complaint(mapped(plot / "w", maria.settings), "source")
    assert not isinstance(said, SourceUnreachableError)
    assert "hunter2" not in str(said)


def test_unknown_account_or_database__is_no_reason_to_try_again(server: Any, plot: Path) -> None:
    for settings in (server.reached_as("nobody"), server.reached_as("reader", "none")):
        said = complaint(mapped(plot / "w", settings), "source")
        assert not isinstance(said, SourceUnreachableError)


def test_server__that_is_stopped_is_away_and_then_there_again(
    postgres: Postgres, plot: Path
) -> None:
    office.fill(postgres, (SECTORS,))
    source = mapped(plot / "w", postgres.settings)
    with postgres.stopped():
        assert isinstance(complaint(source, "source"), SourceUnreachableError)
    assert read(source).height == 1


def values(server: Any, plot: Path, *written: tuple[str, str]) -> list[str | None]:
    """How the product reads columns of (type, literal)."""
    columns = ", ".join(f"c{n} {kind}" for n, (kind, _) in enumerate(written))
    literals = ", ".join(text for _, text in written)
    server.run(
        "DROP TABLE IF EXISTS t_value",
        f"CREATE TABLE t_value ({columns})",
        f"INSERT INTO t_value VALUES ({literals})",
        "GRANT SELECT ON t_value TO reader" + ("@'%'" if isinstance(server, Maria) else ""),
    )
    source = mapped(plot / "w", server.settings, table="t_value")
    found = []
    for number in range(len(written)):
        column = source.columns["name_en"].model_copy(update={"header": f"c{number}"})
        one = source.model_copy(update={"columns": {"name_en": column}})
        found.append(read(one)["0"].to_list()[0] if read(one).height else None)
    return found


def test_values__of_postgresql_are_written_as_in_files(postgres: Postgres, plot: Path) -> None:
    assert values(
        postgres,
        plot,
        ("boolean", "true"),
        ("date", "'2026-11-20'"),
        ("timestamp with time zone", "'2026-11-19 21:00:00+00'"),
        ("timestamp with time zone", "'1988-07-01 00:00:00+00'"),
        ("timestamp", "'2026-11-20 05:00:00.5'"),
        ("numeric", "150626102"),
        ("numeric(12, 2)", "150626100"),
        ("numeric", "12.50"),
        ("numeric", "100000000000000000000"),
        ("double precision", "150626102"),
        ("uuid", "'123e4567-e89b-12d3-a456-426614174000'"),
    ) == [
        "true",
        "2026-11-20",
        "2026-11-20 05:00:00",
        "1988-07-01 09:00:00",
        "2026-11-20 05:00:00.5",
        "150626102",
        "150626100",
        "12.5",
        "100000000000000000000",
        "150626102",
        "123e4567-e89b-12d3-a456-426614174000",
    ]


def test_values__of_mariadb_are_written_as_in_files(maria: Maria, plot: Path) -> None:
    assert values(
        maria,
        plot,
        ("boolean", "true"),
        ("bit(1)", "b'1'"),
        ("date", "'2026-11-20'"),
        ("datetime", "'2026-11-20 05:00:00'"),
        ("timestamp", "FROM_UNIXTIME(1795122000)"),
        ("decimal(30, 0)", "150626100"),
        ("decimal(12, 2)", "150626100"),
        ("decimal(12, 2)", "12.50"),
        ("double", "150626102"),
        ("enum('煤', '矿')", "'矿'"),
    ) == [
        "1",
        "1",
        "2026-11-20",
        "2026-11-20 05:00:00",
        "2026-11-20 05:00:00",
        "150626100",
        "150626100",
        "12.5",
        "150626102",
        "矿",
    ]
