"""Puts the demo world's source and mapping files into a workspace."""

from pathlib import Path
from typing import Final

from dagster_project.demo import ledger, places_book
from dagster_project.demo.hotline_files import export_bytes
from dagster_project.demo.ledger_book import ledger_bytes
from dagster_project.demo.places_book import places_bytes
from dagster_project.demo.records import World
from dagster_project.demo.wording import names_in

MAPPINGS: Final = Path(__file__).parent / "mappings"


def write(world: World, workspace: Path) -> None:
    """Writes the world into `inbox/` and `mappings/` of a workspace.

    The bytes depend on nothing but the world. A file that already stands there as it should
    is left alone, and none is ever seen half written. Other files are not touched.

    Raises:
        OSError: the workspace cannot be written.
    """
    inbox = workspace / "inbox"
    names = names_in(world)
    for export in world.exports:
        _put(inbox / "hotline" / export.name, export_bytes(export, names))
    _put(inbox / ledger.NAME, ledger_bytes(world))
    _put(inbox / places_book.NAME, places_bytes(world))
    for mapping in sorted(MAPPINGS.glob("*.yml")):
        _put(workspace / "mappings" / mapping.name, mapping.read_bytes())


def _put(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)
