"""Which figures come from upper levels: those of which there is nothing here."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from dagster_project.demo.periods import PERIOD_MONTHS, Period, period_of
from dagster_project.demo.records import World
from dagster_project.demo.surveys.records import Received
from dagster_project.demo.truth.figures import Figure, FigureKey, status_of


def filled_in(
    own: Mapping[FigureKey, Figure], world: World, as_of: date, minimum: Mapping[str, int]
) -> dict[FigureKey, Figure]:
    """Own figures, and where one is lacking or rests on nothing the latest that was sent down."""
    found = dict(own)
    for key, figure in _latest(world, as_of).items():
        if key not in own or own[key].sample_count == 0:
            found[key] = _as_figure(figure, minimum[figure.indicator_id], as_of)
    return found


def period_named(name: str) -> Period:
    """The period that a figure is of, as in 2026-09, 2026-Q3, 2026-H2 or 2026."""
    year, _, part = name.partition("-")
    kind = {"": "year", "Q": "quarter", "H": "half_year"}.get(part[:1], "month")
    number = int(part.lstrip("QH")) if part else 1
    return period_of(kind, date(int(year), (number - 1) * PERIOD_MONTHS[kind] + 1, 1))


def _latest(world: World, as_of: date) -> dict[FigureKey, Received]:
    """Of several bodies the last that sent one down; on the same day the first by its code."""
    found: dict[FigureKey, Received] = {}
    for figure in sorted(
        (one for one in world.surveys.received if one.received_on <= as_of),
        key=lambda one: (-one.received_on.toordinal(), one.source_body),
    ):
        kind = period_named(figure.period).kind
        found.setdefault(
            (figure.indicator_id, "area", figure.area_code, kind, figure.period), figure
        )
    return found


def _as_figure(figure: Received, minimum: int, as_of: date) -> Figure:
    settled_on = period_named(figure.period).last
    status = status_of(figure.n, figure.n, minimum, True, settled_on, as_of)
    return Figure(None, figure.n, figure.n, Fraction(figure.value), settled_on, status, "received")
