"""Trends and comparisons of the small world: one change, one stable series, one short one."""

from datetime import date, timedelta

from tests.dashboards.fixture_world import HOME, QUIET_TOWN, TOWNS, Row, months

CHANGED, STABLE, SHORT = "SUP02", "EVA06", "EVA01"
STEP = 8
"""Points since the change; the last month is not settled."""


def trends(as_of: date) -> list[Row]:
    """SUP02 rises by ten points eight months ago; EVA06 goes up and down; EVA01 has four points."""
    firsts = months(as_of)
    begin = f"{firsts[-STEP - 1]:%Y-%m}"
    rows = []
    for place, first in enumerate(firsts):
        is_last = place == len(firsts) - 1
        is_changed = place >= len(firsts) - STEP - 1 and not is_last
        wave = 2.0 if place % 2 else -2.0
        common = _point(first, is_settled=not is_last)
        rows.append(
            common
            | {
                "indicator_id": CHANGED,
                "value": 80 + wave + (10 if is_changed else 0),
                "signal": "run" if is_changed else "none",
                "signal_from": begin if is_changed else None,
                "is_improvement": True if is_changed else None,
                "is_above": True if is_changed else None,
                "series_number": 1 + (place > 5),
            }
        )
        rows.append(common | {"indicator_id": STABLE, "value": 88 + wave})
    short = {"chart": "too_short", "point_count": 4}
    blank = dict.fromkeys(("centre_line", "lower_limit", "upper_limit"))
    rows += [
        _point(first, is_settled=True) | {"indicator_id": SHORT, "value": 91.0} | short | blank
        for first in firsts[-4:]
    ]
    return rows


def _point(first: date, *, is_settled: bool) -> Row:
    limits = {"centre_line": 83.0, "lower_limit": 70.0, "upper_limit": 96.0}
    return {
        "subject_kind": "area",
        "subject_code": HOME,
        "period_kind": "month",
        "period": f"{first:%Y-%m}",
        "period_from": first,
        "status": "ok" if is_settled else "provisional",
        "series_number": 1,
        "point_count": 29,
        "chart": "xmr",
        "signal": "none",
        "is_cusum_signal": False,
        **(limits if is_settled else {}),
    }


def forecasts(as_of: date) -> list[Row]:
    """Of EVA06 the month of the cut-off, which is not settled yet."""
    return [
        {
            "indicator_id": STABLE,
            "subject_kind": "area",
            "subject_code": HOME,
            "period_kind": "month",
            "period_from": months(as_of)[-1],
            "periods_ahead": 1,
            "forecast": 88.0,
            "forecast_low": 85.5,
            "forecast_high": 90.5,
            "error_ratio": 0.72,
            "coverage_percent": 83.3,
            "trial_count": 12,
        }
    ]


def rebases(as_of: date) -> list[Row]:
    """Of SUP02 one, where its second series begins."""
    return [
        {
            "indicator_id": CHANGED,
            "area_code": HOME,
            "from_on": months(as_of)[6],
            "reason": "system",
            "decided_on": months(as_of)[8],
            "decided_by_unit_code": f"{HOME}_governance_centre",
        }
    ]


def comparisons() -> list[Row]:
    """Six towns in one quarter: four alike, one below, one with eight records."""
    said = [(92.0, 120), (91.0, 80), (90.0, 100), (93.0, 60), (60.0, 90), (100.0, 8)]
    return [
        _few(code, value, size) if size < 10 else _compared(code, value, size)
        for code, (value, size) in zip(TOWNS, said, strict=True)
    ]


def _few(code: str, value: float, size: int) -> Row:
    return _beside(code, value, size) | {"status": "too_few"}


def _compared(code: str, value: float, size: int) -> Row:
    is_low = value < 80
    return _beside(code, value, size) | {
        "target": 84.9,
        "deviation": -4.0 if is_low else 1.0,
        "low_998": 72.0,
        "low_95": 77.0,
        "high_95": 92.5 + 60 / size,
        "high_998": 96.0 + 60 / size,
        "overdispersion": 1.2,
        "between": 0.001,
        "verdict": "low_998" if is_low else "within",
        "shrunk_value": 66.0 if is_low else 90.0,
        "shrunk_low": 60.0 if is_low else 86.0,
        "shrunk_high": 72.0 if is_low else 94.0,
        "reliability": 0.7,
        "best_rank": 5 if is_low else 1,
        "worst_rank": 5 if is_low else 4,
        "best_joint_rank": 5 if is_low else 1,
        "worst_joint_rank": 5 if is_low else 4,
        "tier": 2 if is_low else 1,
    }


def _beside(code: str, value: float, size: int) -> Row:
    return {
        "indicator_id": CHANGED,
        "period_kind": "quarter",
        "period": "2026-Q3",
        "subject_kind": "area",
        "peer_group": "town",
        "subject_code": code,
        "value": value,
        "denominator": float(size),
        "interval_low": max(value - 6, 0),
        "interval_high": min(value + 6, 100),
        "status": "compared",
        "peer_count": 5,
    }


SECTORS = {"finance": "金融放贷", "mineral": "矿产资源", "transport": "交通运输"}
FLAGGED = {("mineral", "backlog"), ("transport", "backlog"), ("transport", "recurrence")}
PARTS = ("pressure", "backlog", "recurrence", "dissatisfaction", "unanswered", "found_by_looking")


def risks(as_of: date) -> list[Row]:
    """Of HOME's sectors two stand out, finance has too few records; one town is dissatisfied."""
    first = date(as_of.year - 1, as_of.month, 1)
    common = {"period_from": first, "period_to": as_of, "peer_count": 12}
    rows = []
    for sector in SECTORS:
        said = {(sector, part) for part in PARTS} & FLAGGED
        for part in (*PARTS, "index"):
            is_flagged = (sector, part) in said or (part == "index" and bool(said))
            rows.append(_risk(HOME, sector, part, is_flagged=is_flagged) | common)
    for town in TOWNS:
        for part in PARTS:
            is_flagged = part == "dissatisfaction" and town == QUIET_TOWN
            rows.append(_risk(town, "all", part, is_flagged=is_flagged) | common)
    return rows


def _risk(area: str, sector: str, part: str, *, is_flagged: bool) -> Row:
    row = {"area_code": area, "sector_code": sector, "component": part, "score": 0.1}
    if sector == "finance" and part != "found_by_looking":
        return row | {"status": "few_components" if part == "index" else "too_few"}
    if part == "index":
        return row | {"status": "judged", "needs_review": is_flagged}
    row |= {"event_count": 12, "exposure_count": 60, "rate": 20.0}
    if part == "found_by_looking":
        return row | {"status": "beside"}
    return row | {"status": "judged", "needs_review": is_flagged}


def issues(as_of: date) -> list[Row]:
    """Of minerals one on time, late, overdue and not due each; of transport one a year ago."""
    said = [
        ("mineral", 40, True, True, False),
        ("mineral", 40, True, False, False),
        ("mineral", 30, False, False, True),
        ("mineral", 3, False, None, False),
        ("transport", 365, True, True, False),
    ]
    return [
        {
            "issue_id": f"71-{number}",
            "sector_code": sector,
            "town_code": HOME,
            "found_on": as_of - timedelta(days=ago),
            "is_closed": is_closed,
            "is_on_time": is_on_time,
            "is_overdue": is_overdue,
        }
        for number, (sector, ago, is_closed, is_on_time, is_overdue) in enumerate(said)
    ]


def sectors() -> list[Row]:
    """The sectors by their codes."""
    return [
        {"sector_code": code, "name_cn": name, "name_en": code.capitalize()}
        for code, name in SECTORS.items()
    ]
