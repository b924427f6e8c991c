"""What the small world's units owe by a day: a few rows of each register, by hand."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.dashboards.fixture_world import HOME, TOWNS, Row

OFFICE, POLICE = f"{HOME}_governance_centre", f"{HOME}_police_station"
ELSEWHERE = f"{next(iter(TOWNS))}_government"


def duties(as_of: date) -> dict[str, list[Row]]:
    """Rows of the registers with deadlines, by published table; `day(n)` lies n after the cut."""

    def day(days: int) -> date:
        return as_of + timedelta(days=days)

    def finding(number: str, due: int, done: int | None = None, unit: str = OFFICE) -> Row:
        closed = None if done is None else day(done)
        return {
            **{"finding_id": number, "kind": "special", "unit_code": unit},
            **{"due_on": day(due), "verified_closed_on": closed, "is_closed": closed is not None},
        }

    def letter(number: str, **fields: Any) -> Row:
        return {
            "letter_id": number,
            "kind": "procuratorial",
            "recipient_unit_code": POLICE,
        } | fields

    findings = [
        finding("11-1", -40),
        finding("11-2", -1, unit=POLICE),
        finding("11-3", 0),
        finding("11-4", 7),
        finding("11-5", 8),
        finding("11-6", 31),
        finding("11-7", -5, done=-6),
        finding("11-8", -40, done=-30),
        finding("11-9", -60, done=-31),
        finding("11-10", -2, unit=ELSEWHERE),
    ]
    # Late in the evening of the cut-off in London it is the next day in China.
    late = datetime.combine(as_of, time(17), tzinfo=UTC)
    return {
        "fct_supervision_finding": findings,
        "fct_recommendation_letter": [
            letter("21-1", effective_due_on=day(-3), rectification_due_on=day(20)),
            letter("21-2", effective_due_on=day(-9), replied_on=day(-10)),
            letter("21-3", sector_code="transport"),
        ],
        "fct_mechanism_item": [
            {
                **{"item_id": "31-1", "sector_code": "transport", "unit_code": OFFICE},
                **{"due_on": day(15), "is_completed": False},
            }
        ],
        "fct_return_log": [
            {
                **{"return_id": "41-1", "kind": "monthly", "unit_code": OFFICE},
                **{"due_on": day(-4), "received_on": day(-4), "is_complete": False},
            },
            {
                **{"return_id": "41-2", "kind": "monthly", "unit_code": OFFICE},
                **{"due_on": day(-4), "received_on": day(-2), "is_complete": True},
            },
        ],
        "fct_supervision_task": [
            {"task_id": "51-1", "kind": "case", "unit_code": OFFICE, "due_on": None}
        ],
        "fct_opinion_event": [
            {"event_id": "61-1", "unit_code": OFFICE, "due_at": late, "responded_at": None}
        ],
    }


def changes(as_of: date) -> list[Row]:
    """SUP02 was changed a week before the cut-off, 30 days after it and SUP03 were loaded."""
    moment = datetime.combine(as_of - timedelta(days=7), time(20), tzinfo=UTC)
    common = {"indicator_id": "SUP02", "changed_at": moment, "version": 2}
    told = [
        ("version", "1", "2"),
        ("default_weight", "3.0", "4.0"),
        ("direction", "neutral", "up"),
        ("publish_rule_cn", None, "按苏木乡镇发布"),
        ("publish_rule_en", None, "per township"),
    ]
    loaded = {"changed_at": moment - timedelta(days=30), "version": 1}
    return [
        *(
            common | {"column_name": column, "value_before": before, "value_after": after}
            for column, before, after in told
        ),
        *(
            loaded | {"indicator_id": name, "column_name": "indicator_id", "value_after": name}
            for name in ("SUP02", "SUP03")
        ),
    ]
