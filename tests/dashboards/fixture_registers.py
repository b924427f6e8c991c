"""The state of the small world's registers: what is open, fresh, missing and quarantined."""

import random
from datetime import UTC, date, datetime, timedelta

from tests.dashboards.fixture_world import KINDS, TOWNS, Row, months

MISSING = {"supervision_finding": (18,), "recommendation_letter": (5, 20)}
"""Which months, from the first, have no row."""


def overdue(as_of: date) -> list[Row]:
    chance = random.Random(7)
    rows = []
    for contract in ("supervision_finding", "hotline_ticket", "clue", "recommendation_letter"):
        for town in TOWNS:
            for kind in KINDS:
                overdue = max(0, chance.randint(-3, 6))
                days = chance.randint(1, 120) if overdue else None
                rows.append(
                    {
                        "contract": contract,
                        "unit_code": f"{town}_{kind}",
                        "open_count": overdue + chance.randint(0, 9),
                        "overdue_count": overdue,
                        "due_in_7_days_count": chance.randint(0, 3),
                        "oldest_due_on": as_of - timedelta(days=days) if days else None,
                        "longest_overdue_days": days,
                    }
                )
    return rows


def register_states(as_of: date, stale: bool) -> list[Row]:
    loaded = datetime(as_of.year, as_of.month, as_of.day, 22, tzinfo=UTC)
    facts = {  # contract: current, read, quarantined, deliveries, days behind, limit, missing
        "area": (8, 8, 0, 1, None, None, 0),
        "calendar_day": (1826, 1826, 0, 1, None, None, 0),
        "clue": (2_310, 2_402, 37, 31, 52 if stale else 2, 40, 0),
        "clue_month": (4_020, 4_020, 0, 30, 23, 70, 0),
        "clue_spot_check": (60, 61, 1, 10, 53, 130, 0),
        "clue_transfer": (418, 420, 2, 31, 4, 70, 0),
        "hotline_ticket": (8_431, 8_702, 96, 30, 1, 40, 0),
        "indicator": (48, 48, 0, 1, None, None, 0),
        "received_figure": (12, 12, 0, 2, 140, None, 0),
        "recommendation_letter": (233, 240, 7, 31, 12, 70, 2),
        "sector": (12, 12, 0, 1, None, None, 0),
        "supervision_finding": (1_604, 1_660, 41, 31, 63 if stale else 3, 40, 1),
        "survey_answer": (12_480, 12_600, 120, 5, 165, 250, 0),
        "survey_item": (75, 75, 0, 5, None, None, 0),
        "survey_margin": (60, 60, 0, 5, None, None, 0),
        "survey_sample": (90, 90, 0, 5, None, None, 0),
        "survey_wave": (5, 5, 0, 5, 165, 250, 0),
        "unit": (20, 20, 0, 1, None, None, 0),
        "unit_sector": (0, 0, 0, 0, None, None, 0),
    }
    return [
        {
            "contract": contract,
            "current_count": current,
            "read_count": read,
            "quarantined_count": bad,
            "quarantined_share": bad / read if read else None,
            "delivery_count": deliveries,
            "last_loaded_at": loaded if deliveries else None,
            "newest_on": None if behind is None else as_of - timedelta(days=behind),
            "freshness_days": limit,
            "is_stale": limit is not None and behind is not None and behind > limit,
            "missing_month_count": missing,
        }
        for contract, (current, read, bad, deliveries, behind, limit, missing) in facts.items()
    ]


def register_months(as_of: date) -> list[Row]:
    chance = random.Random(3)
    rows = []
    for contract, usual in {
        "clue": 80,
        "clue_month": 134,
        "clue_transfer": 14,
        "hotline_ticket": 290,
        "recommendation_letter": 8,
        "supervision_finding": 55,
    }.items():
        for step, month in enumerate(months(as_of)):
            missing = step in MISSING.get(contract, ())
            count = 0 if missing else int(usual * chance.uniform(0.8, 1.2))
            rows.append(
                {
                    "contract": contract,
                    "month": f"{month:%Y-%m}",
                    "row_count": count,
                    "is_missing": missing,
                }
            )
    return rows


def faults(as_of: date) -> list[Row]:
    seen = datetime(as_of.year, as_of.month, as_of.day, 22, tzinfo=UTC)
    facts = [
        ("hotline_ticket", "unit_code", "unknown", "代码不在责任单位登记簿中。", 38),
        ("hotline_ticket", "closed_on", "closed_before_created", "办结日期早于受理日期。", 31),
        ("hotline_ticket", "due_on", "required", "必填而为空。", 20),
        ("hotline_ticket", "ticket_id", "duplicate", "同一主键重复出现。", 7),
        ("supervision_finding", "due_on", "type", "不是日期。", 26),
        ("supervision_finding", "kind", "codes", "不在允许的取值之内。", 15),
    ]
    return [
        {
            "contract": contract,
            "column_name": column,
            "rule": rule,
            "rule_cn": chinese,
            "rule_en": f"The value breaks the rule {rule}.".replace("_", " "),
            "quarantined_count": count,
            "last_seen_at": seen,
        }
        for contract, column, rule, chinese, count in facts
    ]
