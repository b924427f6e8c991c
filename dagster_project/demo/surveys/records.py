"""A survey wave and all that belongs to it, as plain records with the contracts' columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dagster_project.demo.lines import Line, Planted

Cells = Mapping[str, str | int | Decimal | date | None]
"""What stands in the cells of one row, by contract column."""


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave of the survey."""

    wave_id: str
    fielded_from: date
    fielded_to: date
    series: str


@dataclass(frozen=True, slots=True)
class Item:
    """One possible answer to one item of a wave."""

    wave_id: str
    item_code: str
    answer_code: str
    indicator_id: str | None
    meaning: str
    score: Decimal | None
    is_top_two: bool
    is_valid: bool
    scale_points: int
    wording_version: int


@dataclass(frozen=True, slots=True)
class Margin:
    """How many people of the surveyed population are of one category."""

    wave_id: str
    dimension: str
    category: str
    population: int


@dataclass(frozen=True, slots=True)
class Sample:
    """What came of the contacts of one mode in one area."""

    wave_id: str
    mode: str
    area_code: str
    dialled_count: int
    contacted_count: int
    eligible_count: int
    completed_count: int
    refused_count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One respondent's answer to one item."""

    wave_id: str
    response_id: str
    item_code: str
    mode: str
    area_code: str
    sector_code: str | None
    answer_code: str
    base_weight: Decimal
    stratum: str
    cluster: str
    age_band: str
    sex: str

    @property
    def key(self) -> str:
        """Wave, respondent and item."""
        return f"{self.wave_id}/{self.response_id}/{self.item_code}"


@dataclass(frozen=True, slots=True)
class Workbook:
    """One delivered wave: its rows as the surveyor wrote them, dirt included.

    `spoiled` are rows of nothing but dirt, by contract, that stand after the right ones.
    """

    name: str
    wave: Wave
    mode: str
    items: tuple[Item, ...]
    margins: tuple[Margin, ...]
    samples: tuple[Sample, ...]
    answers: tuple[Line[Answer], ...]
    spoiled: Mapping[str, tuple[Cells, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """A figure that an upper level measured and sent down."""

    source_body: str
    indicator_id: str
    area_code: str
    period: str
    value: Decimal
    n: int
    interval_low: Decimal | None
    interval_high: Decimal | None
    received_on: date


@dataclass(frozen=True, slots=True)
class Surveys:
    """Rows that should be current, and the files from which they come."""

    waves: tuple[Wave, ...] = ()
    items: tuple[Item, ...] = ()
    margins: tuple[Margin, ...] = ()
    samples: tuple[Sample, ...] = ()
    answers: tuple[Answer, ...] = ()
    received: tuple[Received, ...] = ()
    workbooks: tuple[Workbook, ...] = ()
    received_rows: tuple[Cells, ...] = ()
    planted: tuple[Planted, ...] = ()
