"""The same small office in a folder of files, in a database and behind a service."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from dagster_project import setup
from dagster_project.settings import TIME_ZONE, Workspace
from tests.integration.servers import Database, Maria, Postgres, Sqlite
from tests.integration.services import Rows, Service
from tests.integration.workspaces import HOME, deliver, lay_out

TEXT, DAY, MOMENT, YES_NO, NUMBER = range(5)
LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the office: columns (name there, kind, column of the contract) and rows."""

    contract: str
    columns: tuple[tuple[str, int, str], ...]
    rows: tuple[tuple[Any, ...], ...]
    cursor: str | None = None

    @property
    def name(self) -> str:
        return f"t_{self.contract}"

    @property
    def names(self) -> list[str]:
        return [name for name, _, _ in self.columns]

    @property
    def mapped(self) -> str:
        listed = ", ".join(f'{column}: "{name}"' for name, _, column in self.columns)
        return f"columns: {{{listed}}}\n"

    def dicts(self) -> Rows:
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


def ticket(number: int, changed: datetime, kind: str = "complaint") -> tuple[Any, ...]:
    """A ticket of October 2026, by its number; changed at a local time."""
    day = date(2026, 10, 1) + timedelta(days=number % 20)
    closed = None if number % 7 == 0 else day + timedelta(days=number % 6)
    is_solved = None if closed is None else number % 5 > 0
    return (
        f"T{number:04}",
        HOME,
        f"TK{1 + number % 2}",
        "mineral" if number % 3 else None,
        kind,
        day,
        day + timedelta(days=4),
        closed,
        number % 4 > 0,
        is_solved,
        is_solved,
        False,
        number % 3,
        changed,
    )


NOON = datetime(2026, 11, 20, 12)
TICKETS = Table(
    "hotline_ticket",
    (
        ("Ticket No", TEXT, "ticket_id"),
        ("region", TEXT, "area_code"),
        ("dept", TEXT, "unit_code"),
        ("trade", TEXT, "sector_code"),
        ("类别", TEXT, "class"),
        ("received", DAY, "created_on"),
        ("due", DAY, "due_on"),
        ("closed", DAY, "closed_on"),
        ("called", YES_NO, "is_contacted_in_24h"),
        ("solved", YES_NO, "is_solved"),
        ("content_with", YES_NO, "is_satisfied"),
        ("excluded", YES_NO, "is_excluded"),
        ("redone", NUMBER, "rework_count"),
        ("updated_at", MOMENT, "updated_at"),
    ),
    (
        *(ticket(n, NOON - timedelta(days=30 - n // 2, seconds=n)) for n in range(60)),
        ticket(60, NOON, kind="gossip"),
    ),
    cursor="updated_at",
)
OFFICE = (
    Table(
        "area",
        (
            ("code", NUMBER, "area_code"),
            ("name", TEXT, "name"),
            ("level", TEXT, "level"),
            ("parent", NUMBER, "parent_code"),
            ("people", NUMBER, "population"),
            ("since", DAY, "valid_from"),
        ),
        (
            (Decimal(150626), "乌审旗", "旗", None, 100000, LONG_AGO),
            (Decimal(HOME), "图克镇", "苏木乡镇", Decimal(150626), 9000, LONG_AGO),
        ),
    ),
    Table(
        "unit",
        (
            ("code", TEXT, "unit_code"),
            ("name", TEXT, "name"),
            ("kind", TEXT, "kind"),
            ("area", TEXT, "area_code"),
            ("since", DAY, "valid_from"),
        ),
        (
            ("TK1", "图克镇扫黑办", "扫黑办", HOME, LONG_AGO),
            ("TK2", "图克镇派出所", "派出所", HOME, LONG_AGO),
        ),
    ),
    Table(
        "unit_sector",
        (("unit", TEXT, "unit_code"), ("trade", TEXT, "sector_code")),
        (("TK1", "mineral"),),
    ),
    TICKETS,
)


def an_office(parsed: Workspace, home: Path) -> Workspace:
    """A workspace without sources, whose pseudonyms are those of every other such one."""
    workspace = lay_out(parsed, home)
    setup.make(workspace, HOME)
    workspace.pseudonym_key.write_text("5a" * 32)
    workspace.pseudonym_key.chmod(0o600)
    return workspace


def connect(workspace: Workspace, settings: str) -> None:
    """Adds a connection called `source` to a workspace."""
    with workspace.settings_file.open("a", encoding="utf-8") as file:
        file.write(f"source_retries: 0\nconnections:\n{settings}")


def map_source(workspace: Workspace, table: Table, *lines: str) -> None:
    """Writes the mapping of a table; with a cursor it is read in parts."""
    delivery = "upsert" if table.cursor else "snapshot"
    said = [f"contract: {table.contract}", f"delivery: {delivery}", *lines]
    text = "\n".join(said) + "\n" + table.mapped
    (workspace.mappings / f"{table.contract}.yml").write_text(text, encoding="utf-8")


def in_files(workspace: Workspace) -> None:
    """The office as CSV files."""
    for table in OFFICE:
        lines = [",".join(table.names)]
        lines += [",".join(_written(cell) for cell in row) for row in table.rows]
        deliver(workspace, f"{table.contract}.csv", *lines)
        map_source(workspace, table, f"files: inbox/{table.contract}.csv")


def fill(database: Database, tables: tuple[Table, ...] = OFFICE) -> None:
    """The office's tables, with what nobody may read beside what is mapped."""
    for table in tables:
        q = "`" if isinstance(database, Maria) else '"'
        types = database.types  # type: ignore[attr-defined]
        columns = ", ".join(f"{q}{name}{q} {types[kind]}" for name, kind, _ in table.columns)
        granted = ", ".join(f"{q}{name}{q}" for name in table.names)
        database.run(
            f"DROP TABLE IF EXISTS {table.name}",
            f"CREATE TABLE {table.name} ({columns}, caller_phone varchar(20))",
        )
        if table.rows:
            add(database, table, table.dicts())
        if isinstance(database, Postgres):
            database.run(f"GRANT SELECT ({granted}) ON {table.name} TO reader")
        elif isinstance(database, Maria):
            database.run(f"GRANT SELECT ({granted}) ON office.{table.name} TO reader@'%'")


def add(database: Database, table: Table, rows: Rows) -> None:
    """Rows in the types of the database, each with somebody's telephone number."""
    kinds = {name: kind for name, kind, _ in table.columns}
    database.insert(
        table.name,
        [
            {n: _typed(database, kinds[n], v) for n, v in row.items()}
            | {"caller_phone": "13800138000"}
            for row in rows
        ],
    )


def map_tables(workspace: Workspace) -> None:
    """Mappings of the office in a database."""
    for table in OFFICE:
        cursor = [f"cursor: {table.cursor}"] if table.cursor else []
        lines = ["kind: database", "connection: source", f"table: {table.name}", *cursor]
        map_source(workspace, table, *lines)


def serve(service: Service) -> None:
    """The office as lists of records."""
    for table in OFFICE:
        service.lists[table.contract] = [record(row) for row in table.dicts()]


def record(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON has it."""
    return {name: _jsonable(cell) for name, cell in row.items()} | {"caller_phone": "13800138000"}


def map_service(workspace: Workspace) -> None:
    """Mappings of the office behind a service, each paged in another way."""
    ways = {
        "area": "paging: {next: next}",
        "unit": "paging: {offset: offset, size: size, per_page: 1}",
        "unit_sector": "paging: {page: page, total: data.total}",
        "hotline_ticket": "paging: {page: page, size: size, per_page: 5, total: data.total}",
    }
    for table in OFFICE:
        cursor = [f"cursor: {table.cursor}", "cursor_parameter: since"] if table.cursor else []
        lines = ["kind: http", "connection: source", f"path: {table.contract}"]
        lines += ["records: data.items", ways[table.contract], *cursor]
        map_source(workspace, table, *lines)


def _written(cell: Any) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def _typed(database: Database, kind: int, cell: Any) -> Any:
    if isinstance(database, Sqlite) and isinstance(cell, date | Decimal):
        return str(cell)
    if isinstance(database, Postgres) and isinstance(cell, datetime):
        return cell.replace(tzinfo=TIME_ZONE)
    return cell


def _jsonable(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return int(cell)
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=TIME_ZONE).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
