"""Releases: what everyone is given to see of figures derived from persons, once a month.

A release is a folder `warehouse/releases/<month>/` that never changes: a file for each protected
table as everyone sees it, and `figure.parquet`, the figures behind them with what of each is
shown. The next release goes on from the last one, so that no difference of the two gives a small
count away. It counts once the manifest names it.
"""

from datetime import date
from pathlib import Path

import duckdb

from dagster_project.checks.predicates import literal
from dagster_project.settings import Settings, Workspace
from dagster_project.warehouse import durable
from dagster_project.warehouse.manifest import Manifest, Release
from data_contracts import loader
from data_contracts.model import MartContract

FIGURE = "figure"
FIGURE_COLUMNS = (
    "measure VARCHAR, subject_kind VARCHAR, subject_code VARCHAR, period_kind VARCHAR, "
    "period VARCHAR, whole DOUBLE, met DOUBLE, is_whole_shown BOOLEAN, is_met_shown BOOLEAN, "
    "is_range_shown BOOLEAN"
)


def due(manifest: Manifest, settings: Settings, as_of: date) -> str | None:
    """The month whose release a build up to `as_of` has to make; none where it was made."""
    month = f"{as_of:%Y-%m}"
    last = manifest.releases[-1].id if manifest.releases else ""
    return month if as_of.day >= settings.release_day and month > last else None


def released() -> list[MartContract]:
    """The tables of which everyone sees what a release gives."""
    return [mart for mart in loader.mart_contracts().values() if mart.is_released]


def lay_out(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, manifest: Manifest, due: str | None
) -> None:
    """Gives the models what was released last, and whether a release is due."""
    connection.execute(
        "CREATE OR REPLACE TABLE raw.release AS SELECT ? AS is_due", [due is not None]
    )
    last = manifest.releases[-1] if manifest.releases else None
    sources = [("released_figure", FIGURE, FIGURE_COLUMNS)]
    for mart in released():
        columns = ", ".join(f'"{c.name}" {c.physical_type}' for c in mart.columns)
        sources.append((f"released_{mart.id}", mart.id, columns))
    for table, name, columns in sources:
        connection.execute(f"CREATE OR REPLACE TABLE raw.{table} ({columns})")
        if last is not None:
            path = _folder(workspace, last.id) / f"{name}.parquet"
            connection.execute(f"INSERT INTO raw.{table} BY NAME FROM {literal(path)}")


def keep(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, month: str, as_of: date
) -> Release:
    """Writes the release that the build has made; it counts once the manifest names it."""
    folder = _folder(workspace, month)
    draft = folder.with_name(f".{month}.draft")
    for path in (draft, folder):  # Of a run that was killed before the manifest named it.
        durable.discard(path)
    with durable.private():
        draft.mkdir(parents=True)
        columns = ", ".join(c.split()[0] for c in FIGURE_COLUMNS.split(", "))
        figures = f"SELECT {columns} FROM intermediate.int_release_decision ORDER BY ALL"
        _write(connection, figures, draft / f"{FIGURE}.parquet")
        for mart in released():
            order = ", ".join(f'"{name}"' for name in mart.key)
            rows = f"SELECT * FROM open.open_{mart.id} ORDER BY {order}"
            _write(connection, rows, draft / f"{mart.id}.parquet")
    durable.flush(draft)
    draft.replace(folder)
    durable.flush(folder.parent)
    return Release(id=month, as_of=as_of)


def discard_unnamed(workspace: Workspace, manifest: Manifest) -> None:
    """Removes what a killed run left behind."""
    named = {release.id for release in manifest.releases}
    for path in _folder(workspace, "").glob("*"):
        if path.name not in named:
            durable.discard(path)


def _folder(workspace: Workspace, month: str) -> Path:
    return workspace.warehouse / "releases" / month


def _write(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    connection.execute(f"COPY ({rows}) TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)")
