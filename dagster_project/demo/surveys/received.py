"""Figures that upper levels measured and sent down, with their dirt.

EVA04 and EVA05 are asked here only in the last waves, and there was no survey before the first; of
the other figures some measure what is measured here too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from dagster_project.demo.lines import Planted
from dagster_project.demo.periods import Period, Span, period_of
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER
from dagster_project.demo.surveys.records import Cells, Received, Wave

CONTRACT: Final = "received_figure"
NAME: Final = "演示数据_上级下发测评结果.xlsx"
LEVELS: Final = {"EVA01": 90, "EVA02": 86, "EVA03": 58, "EVA04": 82, "EVA05": 88}
BANNER_SIZE: Final = 420
TOWN_SIZES: Final = (160, 95, 130, 88, 120, 75)
SENT_AFTER_DAYS: Final = 40
OWN_OVERLAP: Final = 3
"""Which regular wave's half-year the city measured as well."""
FAR_FUTURE: Final = date(2099, 3, 1)


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """The figures that should be current, the rows as sent, and the dirt among them."""

    figures: tuple[Received, ...]
    rows: tuple[Cells, ...]
    planted: tuple[Planted, ...]


def receive(seed: int, places: Places, span: Span, waves: Sequence[Wave]) -> ReceivedFile:
    """All figures that were sent down by the span's last day."""
    drawn = _figures(Random(f"{seed}/received"), places, span, waves)
    figures = [figure for figure in drawn if figure.received_on <= span.last]
    rows: list[Cells] = [asdict(figure) for figure in figures]
    doubled = (("source_body", "duplicate_key"),)
    planted = [Planted("exact_duplicate", CONTRACT, NAME, f"{CONTRACT}/again", doubled)]
    rows.insert(1, rows[0])
    for kind, cells, column, rule in _dirt(figures[0]):
        rows.append(cells)
        key = f"{CONTRACT}/{kind}"
        planted.append(Planted(kind, CONTRACT, NAME, key, ((column, rule),), is_lost=True))
    return ReceivedFile(tuple(figures), tuple(rows), tuple(planted))


def _figures(rng: Random, places: Places, span: Span, waves: Sequence[Wave]) -> Iterator[Received]:
    towns = [a.area_code for a in places.areas if a.level == "town" and a.parent_code == BANNER]
    sizes = {BANNER: BANNER_SIZE, **dict(zip(towns, TOWN_SIZES, strict=True))}
    halves = _half_years(span)
    begun = min((wave.fielded_to for wave in waves), default=span.last)
    before = period_of("half_year", period_of("half_year", begun).first - timedelta(days=1))
    for indicator_id in ("EVA01", "EVA02", "EVA03"):
        for area_code, n in sizes.items():
            yield _figure(rng, "city", indicator_id, area_code, before, n)
    for half in halves:
        for area_code, n in sizes.items():
            yield _figure(rng, "city", "EVA04", area_code, half, n)
    yield from _others(rng, halves)


def _others(rng: Random, halves: Sequence[Period]) -> Iterator[Received]:
    """Other bodies, other periods, and one figure that is measured here as well."""
    # A later one and one of the same day; with the city's, three bodies for one half-year.
    yield _figure(rng, "region", "EVA04", BANNER, halves[2], 900, days_later=20)
    yield _figure(rng, "third_party", "EVA04", BANNER, halves[2], 300, days_later=20)
    yield _figure(rng, "third_party", "EVA04", BANNER, halves[3], 300)
    yield _figure(rng, "city", "EVA01", BANNER, halves[OWN_OVERLAP + 1], BANNER_SIZE)
    for half in (halves[2], halves[4]):
        year = period_of("year", half.first)
        yield _figure(rng, "region", "EVA05", BANNER, year, 1200)
    # Without limits, and from too few people.
    bare = _figure(rng, "national", "EVA05", BANNER, halves[4], 60)
    yield Received(**{**asdict(bare), "interval_low": None, "interval_high": None})


def _half_years(span: Span) -> list[Period]:
    """Every half-year that has begun by the span's last day."""
    found, day = [], span.months[0]
    while day <= span.last:
        found.append(period_of("half_year", day))
        day = found[-1].last + timedelta(days=1)
    return found


def _figure(
    rng: Random,
    source_body: str,
    indicator_id: str,
    area_code: str,
    period: Period,
    n: int,
    days_later: int = 0,
) -> Received:
    value = Decimal(str(round(LEVELS[indicator_id] + rng.uniform(-4, 5), 2)))
    width = Decimal(str(round(98 * float(value * (100 - value) / 10_000 / n) ** 0.5 * 2, 2)))
    return Received(
        source_body=source_body,
        indicator_id=indicator_id,
        area_code=area_code,
        period=period.name,
        value=value,
        n=n,
        interval_low=max(value - width, Decimal(0)),
        interval_high=min(value + width, Decimal(100)),
        received_on=period.last + timedelta(days=SENT_AFTER_DAYS + days_later),
    )


def _dirt(model: Received) -> Iterator[tuple[str, Cells, str, str]]:
    """Rows of nothing but dirt, with their kind, column and rule."""
    good: dict[str, str | int | Decimal | date | None] = {
        **asdict(model), "source_body": "third_party", "period": "2019-H1",
    }  # fmt: skip
    yield "period_in_words", {**good, "period": "2019年上半年"}, "period", "pattern"
    unknown = {**good, "indicator_id": "EVA99"}
    yield "unknown_indicator", unknown, "indicator_id", "unknown_reference"
    yield "value_in_words", {**good, "period": "2018-H1", "value": "九成以上"}, "value", "type"
    too_high = {**good, "period": "2018-H2", "interval_low": model.value + 1}
    yield "limit_above_value", too_high, "interval_low", "low_above_value"
    yield "future_figure", {**good, "received_on": FAR_FUTURE}, "received_on", "received_in_future"
