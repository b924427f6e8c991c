"""What an office has to hand in, by which day, and what of it is missing.

What has been made lies in `reports/<kind>/<period>/`, a folder that is there whole or not at
all, so that it is its own record. `reports/agenda.json` says what is due when; the scheduler
keeps it, and the pages read it.
"""

import json
import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from data_contracts.model import Text

AGENDA = "agenda.json"


class Kind(StrEnum):
    """What is handed in, by how often."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"

    @property
    def label(self) -> Text:
        """Its name."""
        return LABELS[self]


LABELS = {
    Kind.MONTHLY: Text("四项月报", "monthly four-count return"),
    Kind.QUARTERLY: Text("季度考核试算", "quarterly trial"),
    Kind.HALF_YEARLY: Text("半年调查与党组织状况", "half-year surveys and party status"),
    Kind.YEARLY: Text("年度考核评分", "annual scorecard"),
}
PERIODS = {
    Kind.MONTHLY: r"\d{4}-(0[1-9]|1[0-2])",
    Kind.QUARTERLY: r"\d{4}-Q[1-4]",
    Kind.HALF_YEARLY: r"\d{4}-H[12]",
    Kind.YEARLY: r"\d{4}",
}
Return = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Due:
    """A return and its last day; `is_assumed` where that day rests on no announced calendar."""

    kind: Kind
    period: str
    due_on: date
    is_assumed: bool = False

    @property
    def name(self) -> Return:
        """What tells it from others."""
        return self.kind, self.period


def kind_of(period: str) -> Kind | None:
    """The kind of return that `period` is one of; none where it is no period."""
    return next((kind for kind, form in PERIODS.items() if re.fullmatch(form, period)), None)


def folder(reports: Path, kind: Kind, period: str) -> Path:
    """Where a return lies once it is made."""
    return reports / kind / period


def done(reports: Path) -> set[Return]:
    """What has been made."""
    return {
        (kind, path.name)
        for kind in Kind
        for path in (reports / kind).glob("*")
        if kind_of(path.name) is kind
    }


def missed(made: Set[Return], due: Iterable[Due], today: date) -> list[Due]:
    """Returns whose last day is over and that have not been made, the oldest first."""
    late = (one for one in due if one.due_on < today and one.name not in made)
    return sorted(late, key=lambda one: (one.due_on, one.kind))


def agenda(reports: Path) -> list[Due]:
    """What is due when, as last written; nothing where it was not, or cannot be read."""
    try:
        said = json.loads((reports / AGENDA).read_text(encoding="utf-8"))
        return [
            Due(Kind(one["kind"]), one["period"], date.fromisoformat(one["due_on"])) for one in said
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
