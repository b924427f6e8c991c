"""What the bench has to know of a register; `hotline`, `clues` and `surveys` each say it once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dagster_project.settings import Workspace
from tests.bench.comparing import Pair


class Files(Protocol):
    """The files of a register, made up from the number of its rows alone."""

    def write_one(self, workspace: Workspace) -> None:
        """A single row, so that a run has next to nothing to do."""

    def write(self, workspace: Workspace, rows: int) -> None:
        """`rows` rows as they stood on LAST_DAY."""

    def write_new_day(self, workspace: Workspace, rows: int) -> None:
        """What NEW_DAY added to those, delivered as an update."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its name and that of its script, its sources, files and results.

    `sources` maps contract to (files, delivery); `compared` are the tables that product and
    script both make, by name; `estimates` are the models that estimate, for a city.
    """

    name: str
    title: str
    about_cn: str
    about_en: str
    sources: Mapping[str, tuple[str, str]]
    files: Files
    compared: Mapping[str, Pair]
    estimates: Sequence[str] = ()
