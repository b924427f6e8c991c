"""The demo world as one plain record; its parts are records of the registers' packages.

Field names of those are the contracts' column names. No generation and no arithmetic
belong here.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dagster_project.demo.clues.records import Clue, ClueMonth, ClueTransfer, Return, SpotCheck
from dagster_project.demo.findings.records import Finding
from dagster_project.demo.hotline.records import Export, Ticket
from dagster_project.demo.justice.records import Justice
from dagster_project.demo.letters.records import Letter
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.office.records import Office
from dagster_project.demo.places.records import Area, Unit, UnitSector
from dagster_project.demo.sectors.records import Sectors
from dagster_project.demo.surveys.records import Surveys
from dagster_project.demo.villages.records import Villages

Scale = Literal["town", "banner", "city", "region", "nation"]


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is written, and everything that should come out of it.

    `tickets`, `findings` and the like are the rows that should be current; `exports`,
    `ledger`, `returns` and all `…_lines` are what the sources hold, dirt included.
    """

    seed: int
    today: date
    scale: Scale
    areas: tuple[Area, ...]
    units: tuple[Unit, ...]
    unit_sectors: tuple[UnitSector, ...]
    tickets: tuple[Ticket, ...] = ()
    findings: tuple[Finding, ...] = ()
    exports: tuple[Export, ...] = ()
    ledger: tuple[Line[Finding], ...] = ()
    planted: tuple[Planted, ...] = ()
    clues: tuple[Clue, ...] = ()
    clue_lines: tuple[Line[Clue], ...] = ()
    clue_months: tuple[ClueMonth, ...] = ()
    returns: tuple[Return, ...] = ()
    clue_transfers: tuple[ClueTransfer, ...] = ()
    transfer_lines: tuple[Line[ClueTransfer], ...] = ()
    spot_checks: tuple[SpotCheck, ...] = ()
    spot_check_lines: tuple[Line[SpotCheck], ...] = ()
    letters: tuple[Letter, ...] = ()
    letter_lines: tuple[Line[Letter], ...] = ()
    sectors: Sectors = field(default_factory=Sectors)
    surveys: Surveys = field(default_factory=Surveys)
    villages: Villages = field(default_factory=Villages)
    justice: Justice = field(default_factory=Justice)
    office: Office = field(default_factory=Office)
