"""Plausible shares and counts of clues and letters in the small world, by area alone."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tests.dashboards.fixture_indicators import Period, periods, status, wilson
from tests.dashboards.fixture_world import BANNER, TOWNS, Row, months


class Share(NamedTuple):
    usual: int
    """Records a town and month."""
    level: float
    drift: float
    """Change of the level from the first month to the last."""
    floor: int
    follow_up: int = 0


SHARES = {
    "SRC05": Share(1, 0.70, 0.2, 5),
    "SRC06": Share(2, 0.90, 0.0, 5),
    "RPT02": Share(14, 0.93, 0.0, 10, 5),
    "RPT03": Share(12, 0.88, 0.1, 10),
    "RPT04": Share(13, 0.95, -0.35, 10),
    "RPT05": Share(30, 0.06, 0.2, 10),
    "RPT06": Share(11, 0.35, 0.0, 10),
    "RPT07": Share(12, 0.12, 0.0, 10, 180),
    "RPT08": Share(11, 1.00, 0.0, 10),
    "RPT09": Share(4, 0.10, 0.0, 5),
    "RPT10": Share(9, 0.80, 0.1, 10, 15),
}
COUNTS = {
    "RPT01": {"received": 14, "transferred": 11, "concluded": 12, "filed": 1},
    "SRC07": {"supervision": 1, "judicial": 0, "procuratorial": 1, "police_notice": 2},
}
MAIN = {"RPT01": ("received",), "SRC07": tuple(COUNTS["SRC07"])}
"""Which parts make up the count itself."""

Sums = dict[tuple[str, Period], list[int]]


def _sums(as_of: date, draw: random.Random, one: "Draw") -> Sums:
    """What `one` draws for each town and month, added up by area and period."""
    found: Sums = {}
    known = months(as_of)
    for town in TOWNS:
        for step, month in enumerate(known):
            drawn = one(draw, step / (len(known) - 1))
            for period in periods(as_of):
                if period.first <= month <= period.last:
                    for area in (town, BANNER):
                        sums = found.setdefault((area, period), [0] * len(drawn))
                        for place, number in enumerate(drawn):
                            sums[place] += number
    return found


class Draw:
    """Draws the numbers of one town and month."""

    def __init__(self, usual: list[int], share: Share | None = None) -> None:
        self.usual, self.share = usual, share

    def __call__(self, draw: random.Random, passed: float) -> list[int]:
        numbers = [max(0, number + draw.randint(-number // 2, 2)) for number in self.usual]
        if self.share is None:
            return numbers
        level = self.share.level + self.share.drift * passed
        return [sum(draw.random() < level for _ in range(numbers[0])), numbers[0]]


def shares(as_of: date) -> list[Row]:
    """Rows of mart_indicator_value of every share."""
    rows = []
    for name, share in SHARES.items():
        draw = random.Random(f"share {name}")
        for (area, period), (hits, base) in _sums(as_of, draw, Draw([share.usual], share)).items():
            low, high = wilson(hits, base)
            settled = period.last + timedelta(days=share.follow_up)
            rows.append(
                _common(name, area, period)
                | {
                    "settled_on": settled,
                    "numerator": hits,
                    "denominator": base,
                    "sample_count": base,
                    "value": 100 * hits / base if base else None,
                    "interval_low": low,
                    "interval_high": high,
                    "interval_method": "wilson@1" if base else None,
                }
                | status(base, share.floor, settled, as_of)
            )
    return rows


def _counted(as_of: date) -> Iterator[tuple[str, str, Period, dict[str, int]]]:
    for name, usual in COUNTS.items():
        draw = random.Random(f"count {name}")
        for (area, period), sums in _sums(as_of, draw, Draw(list(usual.values()))).items():
            yield name, area, period, dict(zip(usual, sums, strict=True))


def counts(as_of: date) -> list[Row]:
    """Rows of mart_indicator_value of every count: no denominator, no interval."""
    rows = []
    for name, area, period, sums in _counted(as_of):
        value = sum(sums[part] for part in MAIN[name])
        rows.append(
            _common(name, area, period)
            | {
                "numerator": value,
                "sample_count": value,
                "value": value,
                "status": "provisional" if period.last > as_of else "ok",
            }
        )
    return rows


def parts(as_of: date) -> list[Row]:
    """Rows of mart_indicator_component of every count: no weight, no denominator."""
    return [
        {
            "indicator_id": name,
            "component": part,
            "subject_kind": "area",
            "subject_code": area,
            "period_kind": period.kind,
            "period": period.label,
            "numerator": number,
            "value": number,
        }
        for name, area, period, sums in _counted(as_of)
        for part, number in sums.items()
    ]


def _common(name: str, area: str, period: Period) -> Row:
    return {
        "indicator_id": name,
        "subject_kind": "area",
        "subject_code": area,
        "period_kind": period.kind,
        "period": period.label,
        "period_from": period.first,
        "period_to": period.last,
        "settled_on": period.last,
        "definition_version": 1,
        "quality_flags": [],
        "is_series_break": False,
        "figure_source": "own",
    }
