"""The reference data that is shipped, as sources see it."""

from datetime import datetime
from pathlib import Path

import polars as pl

from dagster_project.settings import TIME_ZONE, Workspace
from dagster_project.sources import extract, mapping_files
from tests.contracts.agreed import SOURCES

NONE = Path("/nowhere")
TODAY = datetime(2026, 11, 23, tzinfo=TIME_ZONE)


def shipped(name: str) -> pl.DataFrame:
    """The shipped file through its shipped mapping, as text."""
    source = mapping_files.load(Workspace(NONE))[name]
    [offer] = extract.offers(source, TODAY)
    data = extract.content(source, offer).data
    [table] = extract.extracts(data, source, SOURCES[name], offer)
    return table.rows
