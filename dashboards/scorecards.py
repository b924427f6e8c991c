"""A scorecard as everyone sees it: its total, its mechanisms, and the lines with their evidence.

Scores are ranges where figures behind them are not shown. Works on rows of `scorecard_queries`;
draws nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards import labels, wording
from dashboards.labels import Indicator
from dashboards.language import say

Row = dict[str, Any]

MONTHS = {"Q": 3, "H": 6}
LIMITS = ("red_line", "veto")
MOST_UNSCORED = 0.4
"""Of a card's weight; with more there is no total."""
LEVELS = ("banner", "town", "village", "unit")


def first_day(period: str) -> date:
    """The day on which a period such as 2026-Q3, 2026-H1 or 2026 begins."""
    year, _, part = period.partition("-")
    return date(int(year), (int(part[1]) - 1) * MONTHS[part[0]] + 1 if part else 1, 1)


def named(period: str) -> str:
    """The full name of such a period."""
    _, _, part = period.partition("-")
    kind = {"": "year", "Q": "quarter", "H": "half_year"}[part[:1]]
    return wording.period(kind, first_day(period))


def before(period: str) -> str:
    """The period of the same kind before that."""
    year, _, part = period.partition("-")
    if not part:
        return str(int(year) - 1)
    return f"{year}-Q{int(part[1]) - 1}" if part[1] != "1" else f"{int(year) - 1}-Q4"


def has_ended(period: str, as_of: date) -> bool:
    """Whether the last day of a quarter or year is within the data."""
    first = first_day(period)
    if "-" not in period:
        return as_of >= date(first.year, 12, 31)
    after = first.replace(month=first.month + 3) if first.month < 10 else date(first.year + 1, 1, 1)
    return (after - as_of).days <= 1


@dataclass(frozen=True, slots=True)
class Part:
    """A mechanism of a card, or its total; without ends where it has no score."""

    code: str
    weight: float
    applicable: float
    effective: float
    low: float | None
    high: float | None
    status: str

    @classmethod
    def from_row(cls, row: Row) -> "Part":
        """The part in a row of mart_scorecard."""
        return cls(
            *(row[name] for name in ("part", "weight", "applicable_weight", "effective_weight")),
            *(row[name] for name in ("score_low", "score_high", "status")),
        )

    @property
    def has_score(self) -> bool:
        """Whether there is one, be it a range."""
        return self.low is not None and self.high is not None

    @property
    def is_range(self) -> bool:
        """Whether the score depends on figures that are not shown."""
        return self.has_score and self.low != self.high

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that it scores."""
        return self.low or 0.0, self.high or 0.0

    @property
    def points(self) -> tuple[float, float]:
        """The least and the most that it brings of its effective weight."""
        low, high = self.ends
        return self.effective * low / 100, self.effective * high / 100

    @property
    def unscored(self) -> float:
        """The share of its weight that is not scored."""
        return 1 - self.applicable / self.weight if self.weight else 0.0


COLUMNS = (
    *("definition_version", "score_rule", "score_rule_note", "score_floor", "score_target"),
    *("weight", "value", "numerator", "denominator", "sample_count", "figure_status"),
    *("figure_periods", "quality_flags", "line_status", "effective_weight", "score", "points"),
    "publish_reason",
)
"""What a line takes from its row, in the order of its fields."""


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator on a card, with its evidence."""

    indicator: Indicator
    version: int
    rule: str
    note: str | None
    floor: float | None
    target: float | None
    weight: float
    value: float | None
    numerator: float | None
    denominator: float | None
    sample: int | None
    figure_status: str
    periods: Sequence[str]
    flags: Sequence[str]
    status: str
    effective: float
    score: float | None
    points: float | None
    reason: str | None

    @classmethod
    def from_row(cls, row: Row, indicator: Indicator) -> "Line":
        """The line in a row of `scorecard_queries.lines`."""
        values: list[Any] = [row[name] for name in COLUMNS]
        return cls(indicator, *values)

    @property
    def is_hidden(self) -> bool:
        """Whether it may score anything, as everyone is not shown its figure.

        One that nobody scores, such as a survey's with too wide an interval, carries no weight.
        """
        return self.status == "suppressed" and (self.effective > 0 or not self.weight)

    @property
    def is_limit(self) -> bool:
        """Whether it is a red line or a veto."""
        return self.rule in LIMITS

    @property
    def is_provisional(self) -> bool:
        """Whether it is scored by a figure that is not settled."""
        return self.status == "scored" and self.figure_status == "provisional"

    @property
    def share(self) -> float | None:
        """The share of its weight that it brings, not rounded; None where it carries none."""
        return self.points / self.effective if self.points is not None and self.effective else None

    @property
    def lost(self) -> float | None:
        """How much of its effective weight it does not bring; None where that is not known."""
        if self.score is None or self.points is None:
            return None
        return max(0.0, self.effective - self.points)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose card it is."""

    kind: str
    code: str
    name: str
    level: str
    parent: str | None

    @classmethod
    def from_row(cls, row: Row) -> "Subject":
        """The subject in a row of `scorecard_queries.totals`."""
        names = ("subject_kind", "subject_code", "name", "level", "parent_code")
        return cls(*(row[name] for name in names))


@dataclass(frozen=True, slots=True)
class Card:
    """One subject in one period."""

    subject: Subject
    period: str
    total: Part
    mechanisms: tuple[Part, ...]
    lines: tuple[Line, ...]

    def of(self, mechanism: str) -> list[Line]:
        """The lines of a mechanism: what loses most first, then hidden, unscored and shown."""
        found = [line for line in self.lines if line.indicator.mechanism == mechanism]
        return sorted(found, key=_attention)


def _attention(line: Line) -> tuple[bool, bool, float, float]:
    is_idle = line.lost is None and not line.is_hidden
    return not line.weight, is_idle, -(line.lost or 0), -line.weight


def card(
    subject: Subject,
    period: str,
    total: Part,
    mechanisms: Iterable[Row],
    lines: Iterable[Row],
    catalogue: Mapping[str, Indicator],
) -> Card:
    """A card from its rows, its mechanisms in the order of the catalogue."""
    order = [code for code, _ in labels.published("mart_scorecard", "part").codes]
    parts = sorted(map(Part.from_row, mechanisms), key=lambda part: order.index(part.code))
    found = (Line.from_row(row, catalogue[row["indicator_id"]]) for row in lines)
    return Card(subject, period, total, tuple(parts), tuple(found))


def span(low: float, high: float) -> str:
    """Scores as scorecards state them, to two decimals; one number where there is no range."""
    least, most = wording.rounded(low, 2), wording.rounded(high, 2)
    return least if least == most else say(f"{least}～{most}", f"{least}–{most}")
