"""What a scope leaves of a snapshot: a file of its own that holds only the rows inside.

A row speaks of a dimension where it has a code of it: an area, a unit, a sector, or a mechanism
by its indicator. In the open outlet, which is meant for everyone, a scope takes away the rows
that speak of something outside it. A granted outlet it opens for the scope alone: rows that do
not speak of a limited dimension are not there either. Names and codes (`dim_*`) are always whole.
"""

import re
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import duckdb

from data_contracts import loader
from data_contracts.access import Scope
from data_contracts.model import MartContract, Outlet
from data_contracts.snapshot import Snapshot, describe, quoted

OPTIONS = "STORAGE_VERSION 'v1.4.0', RECOVERY_MODE NO_WAL_WRITES"
FOLDER = "cuts"
"""Where they lie in a workspace; they can be made again at any time."""
AREAS, UNITS, SECTORS, MECHANISMS = Scope.model_fields
CODES = {
    "area_code": AREAS,
    "town_code": AREAS,
    "sector_code": SECTORS,
    "mechanism_code": MECHANISMS,
    "indicator_id": MECHANISMS,
}
"""The dimension of a code by its column; every other `…unit_code` is a unit's."""
KINDS = {
    ("subject_kind", "subject_code"): {"area": AREAS, "unit": UNITS},
    ("breakdown", "breakdown_code"): {"sector": SECTORS},
}
"""Columns that say by a kind what the code beside it is."""
REACH = """
    CREATE TEMP TABLE reach_areas AS
    WITH RECURSIVE inside AS (
        SELECT area_code FROM reference.dim_area WHERE area_code IN (SELECT unnest($areas))
        UNION
        SELECT child.area_code
        FROM reference.dim_area AS child JOIN inside ON child.parent_code = inside.area_code
    )
    FROM inside;
    CREATE TEMP TABLE reach_units AS
    SELECT DISTINCT unit_code FROM reference.dim_unit
    WHERE (len($units) = 0 OR unit_code IN (SELECT unnest($units)))
        AND (len($areas) = 0 OR area_code IN (FROM reach_areas));
    CREATE TEMP TABLE reach_sectors AS SELECT unnest($sectors) AS sector_code;
    CREATE TEMP TABLE reach_indicators AS
    SELECT DISTINCT indicator_id FROM reference.dim_indicator
    WHERE mechanism_code IN (SELECT unnest($mechanisms));
    CREATE TEMP TABLE reach_mechanisms AS SELECT unnest($mechanisms) AS mechanism_code
"""


def of(snapshot: Snapshot, outlet: Outlet, scope: Scope, folder: Path) -> Snapshot:
    """`snapshot` as `scope` leaves it, in a file below `folder` that is made when first asked for.

    Without a limit it is the snapshot itself.
    """
    if not scope.limits:
        return snapshot
    place = folder / snapshot.id / scope.print_
    file = place / f"{outlet}.duckdb"
    if not file.exists():
        _discard_outdated(folder, snapshot)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = place / f".{uuid4().hex}.draft"
        try:
            _write(draft, snapshot, outlet, scope)
            draft.chmod(0o600)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    return replace(snapshot, folder=place)


def is_reference(table: MartContract) -> bool:
    """Whether it holds names and codes alone, or the facts of the snapshot itself."""
    return table.id.startswith("dim_") or table.id == "snapshot"


@dataclass(frozen=True, slots=True)
class Voice:
    """A column by which rows of a table speak of a dimension, all of them or those of one kind."""

    dimension: str
    column: str
    kind: str = "true"

    @property
    def speaks(self) -> str:
        """SQL: whether a row has a code here."""
        return f'({self.kind} AND "{self.column}" IS NOT NULL)'

    @property
    def is_inside(self) -> str:
        """SQL: whether that code is inside."""
        reach = "indicators" if self.column == "indicator_id" else self.dimension
        return f'({self.kind} AND "{self.column}" IN (FROM reach_{reach}))'


def voices(table: MartContract) -> list[Voice]:
    """All columns by which rows of `table` speak of a dimension."""
    names = [column.name for column in table.columns]
    found = [Voice(CODES[name], name) for name in names if name in CODES]
    found += [Voice(UNITS, name) for name in names if re.fullmatch(r"(\w+_)?unit_code", name)]
    for (kind, code), dimensions in KINDS.items():
        if kind in names and code in names:
            found += [
                Voice(dimension, code, f"\"{kind}\" = '{value}'")
                for value, dimension in dimensions.items()
            ]
    return found


def rows(table: MartContract, outlet: Outlet, scope: Scope) -> str:
    """SQL: true for the rows of `table` that `scope` leaves, by the temporary tables `reach_*`."""
    if is_reference(table):
        return "true"
    all_of_them = voices(table)
    kept = []
    for dimension in scope.limits:
        spoken = [one for one in all_of_them if one.dimension == dimension]
        if dimension == AREAS and not any(one.kind == "true" for one in spoken):
            # A unit is in the area where it belongs.
            spoken += [one for one in all_of_them if one.dimension == UNITS]
        inside = " OR ".join(one.is_inside for one in spoken) or "false"
        silent = "false"
        if not outlet.is_granted:
            silent = " AND ".join(f"NOT {one.speaks}" for one in spoken) or "true"
        kept.append(f"({inside} OR ({silent}))")
    return " AND ".join(kept)


def _write(file: Path, snapshot: Snapshot, outlet: Outlet, scope: Scope) -> None:
    """The tables of `outlet` with the rows inside, and their descriptions, in `file`."""
    with closing(duckdb.connect()) as connection:
        # Names of areas and units are in the open outlet whatever is asked for.
        for alias, one in (("reference", Outlet.OPEN), ("source", outlet)):
            connection.execute(f"ATTACH {quoted(snapshot.file(one))} AS {alias} (READ_ONLY)")
        for statement in REACH.split(";"):
            given = {name: list(getattr(scope, name)) for name in Scope.model_fields}
            used = {name: value for name, value in given.items() if f"${name}" in statement}
            connection.execute(statement, used)
        connection.execute(f"ATTACH {quoted(file)} AS cut ({OPTIONS})")
        months = snapshot.months(outlet)
        for table in loader.mart_contracts().values():
            if not table.stands_in(outlet):
                continue
            source = f"source.main.{table.id}"
            if table.id in months:
                source = f"read_parquet([{', '.join(map(quoted, months[table.id]))}])"
            connection.execute(
                f"CREATE TABLE cut.main.{table.id} AS FROM {source} "
                f"WHERE {rows(table, outlet, scope)}"
            )
            describe(connection, table, f"cut.main.{table.id}")
        connection.execute("DETACH cut")


def _discard_outdated(folder: Path, snapshot: Snapshot) -> None:
    """Removes what was cut from snapshots that are no longer kept."""
    for other in folder.iterdir() if folder.exists() else ():
        if not (snapshot.folder.parent / other.name).exists():
            shutil.rmtree(other, ignore_errors=True)
