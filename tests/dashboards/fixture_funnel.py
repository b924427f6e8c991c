"""How far the clues of the small world come: cohorts of a month by stage and days.

Every mature cohort has 20 clues, of which so many have come to a stage by so many days; of each
stage 10 % have ended otherwise by the last day, and the rest is open.
"""

from datetime import date, timedelta

from tests.dashboards.fixture_world import HOME, Row

CLUES = 20
REACHED = {
    "transferred": (18, 18, 18, 18),
    "verification_started": (12, 16, 18, 18),
    "concluded": (2, 8, 14, 17),
    "substantiated": (1, 3, 5, 7),
    "case_filed": (0, 1, 2, 3),
}
HORIZONS = (30, 60, 90, 180)


def funnel(as_of: date) -> list[Row]:
    """Rows of mart_clue_funnel: eighteen cohorts of the home area, the last six immature."""
    rows = []
    first = as_of.replace(day=1)
    for back in range(18):
        is_mature = back >= 6
        for stage, reached in REACHED.items():
            for horizon, count in zip(HORIZONS, reached, strict=True):
                ended = CLUES // 10 if horizon == HORIZONS[-1] else 0
                rows.append(
                    {
                        "cohort_month": f"{first:%Y-%m}",
                        "area_code": HOME,
                        "breakdown": "total",
                        "breakdown_code": "total",
                        "stage": stage,
                        "horizon_days": horizon,
                        "clue_count": CLUES,
                        "excluded_count": 0,
                        "reached_count": count if is_mature else None,
                        "incidence_percent": 100 * count / CLUES,
                        "open_percent": max(0.0, 100 * (CLUES - count - ended) / CLUES),
                        "open_count": 0,
                        "is_mature": is_mature,
                        "status": "ok" if is_mature else "provisional",
                    }
                )
        first = (first - timedelta(days=1)).replace(day=1)
    return rows
