"""A world of one banner, two towns and one village that moves on 1 February 2026.

banner B ── town S ── village V   until 31 January
         └─ town T ── village V   from 1 February
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from dagster_project.demo.clues.dirt import LATER
from dagster_project.demo.clues.records import Clue
from dagster_project.demo.findings.records import Finding
from dagster_project.demo.hotline.records import Ticket
from dagster_project.demo.places.records import Area, Unit
from dagster_project.demo.records import World

OLD = date(2000, 1, 1)
MOVE = date(2026, 2, 1)
AREAS = (
    Area("B", "旗", "banner", None, None, OLD),
    Area("S", "甲镇", "town", "B", None, OLD),
    Area("T", "乙镇", "town", "B", None, OLD),
    Area("V", "嘎查", "village", "S", None, OLD, MOVE),
    Area("V", "嘎查", "village", "T", None, MOVE),
)
UNITS = (
    Unit("U", "甲镇政府", "government", "S", OLD),
    Unit("C", "嘎查委员会", "village_committee", "V", OLD),
    Unit("N", "乙镇新站", "sector_station", "T", date(2026, 2, 10)),
)


def small_world(
    tickets: Sequence[Ticket] = (), findings: Sequence[Finding] = (), **registers: Any
) -> World:
    return World(
        seed=0,
        scale="banner",
        areas=AREAS,
        units=UNITS,
        unit_sectors=(),
        tickets=tuple(tickets),
        findings=tuple(findings),
        **{"today": date(2026, 2, 3), **registers},
    )


def ticket(number: str, due_on: date, **fields: Any) -> Ticket:
    """A ticket of the village at unit U, answered well unless said otherwise."""
    given: dict[str, Any] = {
        "area_code": "V",
        "unit_code": "U",
        "sector_code": None,
        "class_code": "request",
        "created_on": date(2026, 1, 20),
        "closed_on": date(2026, 1, 25),
        "is_contacted_in_24h": True,
        "is_solved": True,
        "is_satisfied": True,
        "is_excluded": False,
        "rework_count": 0,
        "updated_at": datetime(2026, 1, 25, 12),
    }
    return Ticket(ticket_id=number, due_on=due_on, **{**given, **fields})


def finding(
    number: str, due_on: date, verified_closed_on: date | None, unit_code: str = "C"
) -> Finding:
    """A finding of 5 January at the village committee unless said otherwise."""
    return Finding(
        finding_id=number,
        kind="special",
        unit_code=unit_code,
        found_on=date(2026, 1, 5),
        due_on=due_on,
        verified_closed_on=verified_closed_on,
        updated_at=datetime(2026, 1, 5, 12),
    )


def clue(number: str, received_on: date, **fields: Any) -> Clue:
    """A mining clue of town S by telephone at unit U: open, untouched, due in 90 days."""
    given: dict[str, Any] = {
        **dict.fromkeys(LATER),
        "area_code": "S",
        "received_unit_code": "U",
        "channel": "phone",
        "sector_code": "mineral",
        "is_contactable": True,
        "needs_transfer": True,
        "due_on": received_on + timedelta(days=90),
        "escalation": "none",
        "updated_at": datetime(2026, 2, 1, 12),
    }
    return Clue(clue_id=number, received_on=received_on, **{**given, **fields})
