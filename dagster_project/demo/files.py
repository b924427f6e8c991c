"""Puts the demo world's source and mapping files into a workspace."""

from pathlib import Path
from typing import Final

from dagster_project.demo.clues import database, service, spot_checks
from dagster_project.demo.clues.return_books import return_bytes
from dagster_project.demo.findings import ledger
from dagster_project.demo.findings.book import ledger_bytes
from dagster_project.demo.hotline.files import export_bytes
from dagster_project.demo.justice.book import book_bytes
from dagster_project.demo.justice.ledgers import BOOKS
from dagster_project.demo.letters import ledger as letter_ledger
from dagster_project.demo.letters.book import ledger_bytes as letter_bytes
from dagster_project.demo.mapping_files import mapping_files
from dagster_project.demo.office import book as office_book
from dagster_project.demo.office import ledger as office_ledger
from dagster_project.demo.places import book as places_book
from dagster_project.demo.places.book import places_bytes
from dagster_project.demo.records import World
from dagster_project.demo.sectors import ledger as sector_ledger
from dagster_project.demo.sectors.book import ledger_bytes as sector_bytes
from dagster_project.demo.surveys import received
from dagster_project.demo.surveys.book import workbook_bytes
from dagster_project.demo.surveys.received_book import received_bytes
from dagster_project.demo.villages import book as village_book
from dagster_project.demo.villages import ledger as village_ledger
from dagster_project.demo.wording import names_in

SERVICES: Final = "demo"


def write(world: World, workspace: Path) -> None:
    """Writes the world into a workspace: `inbox/`, `mappings/`, and what the services hold.

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
    _put(inbox / letter_ledger.NAME, letter_bytes(world.letter_lines, names, world.today))
    _put(inbox / sector_ledger.NAME, sector_bytes(world.sectors, names, world.today))
    for book_name, contracts in BOOKS.items():
        _put(inbox / book_name, book_bytes(world.justice, contracts, names, world.today))
    office = office_book.workbook_bytes(world.office.lines, names, world.today)
    _put(inbox / office_ledger.NAME, office)
    for book in world.surveys.workbooks:
        _put(inbox / "surveys" / book.name, workbook_bytes(book, names, world.today))
    sent_down = received_bytes(world.surveys.received_rows, names, world.today)
    _put(inbox / received.NAME, sent_down)
    villages = village_book.ledger_bytes(world.villages, names, world.today)
    _put(inbox / village_ledger.NAME, villages)
    for one in world.returns:
        _put(inbox / "returns" / one.name, return_bytes(world, one, names))
    _put(inbox / spot_checks.NAME, spot_checks.spot_check_bytes(world))
    _put(workspace / SERVICES / database.ROWS, database.table_bytes(world))
    _put(workspace / SERVICES / service.ITEMS, service.items_bytes(world))
    for name, content in mapping_files(world):
        _put(workspace / "mappings" / name, content)


def _put(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)
