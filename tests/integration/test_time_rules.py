"""Each time rule of the catalogue once, by hand, around the Spring Festival of 2026.

The State Council's calendar: off from Sunday 15 to Monday 23 February; Saturday 14 and Saturday
28 February are worked to make up for it. Every figure is written (met, counted), of one town.

    February    12 Thu  13 Fri  14 Sat  15 ... 23  24 Tue  25 Wed  26 Thu  27 Fri  28 Sat
                work    work    WORK    off        work    work    work    work    WORK
    March        1 Sun   2 Mon   3 Tue
                off     work    work
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_project.settings import Workspace
from tests.integration.hand_made import Model, Office, Row, compiled, days

INDICATORS = ("RPT02", "RPT03", "RPT04", "RPT05", "RPT07", "SRC03", "SRC05", "SRC06", "SRC09")
INDICATORS += ("SUP01", "SUP02", "EVA08")
Counted = dict[str, tuple[float, float]]


@pytest.fixture(scope="module")
def models(parsed: Workspace, ground: Path) -> dict[str, Model]:
    """Compiled once for all rules."""
    names = [f"int_indicator_{indicator.lower()}" for indicator in INDICATORS]
    return compiled(parsed, ground / "time_rules", *names)


At = Callable[..., Office]


@pytest.fixture
def at(models: dict[str, Model]) -> At:
    """The office at a cut-off, with the rows of its registers."""

    def office(as_of: str, **given: list[Row]) -> Office:
        return Office(models, as_of, given)

    return office


def test_calendar__the_festival_and_its_make_up_days(at: At) -> None:
    """The kept library says what the State Council announced: nine days off, two Saturdays on."""
    sql = "SELECT day, is_workday FROM int_workday WHERE day BETWEEN '2026-02-12' AND '2026-03-03'"
    found: dict[str, Any] = dict(days(at("2026-03-03").rows(sql, "int_workday")))
    off = {f"2026-02-{day}" for day in range(15, 24)} | {"2026-03-01"}
    assert {day for day, is_workday in found.items() if not is_workday} == off
    assert found["2026-02-14"]
    assert found["2026-02-28"]


def test_working_days__three_from_receipt(at: At) -> None:
    """RPT02 gives three working days, of which the day of receipt is none.

    Received Fri 13: Sat 14 is worked, then Tue 24 and Wed 25. Received Sat 14: 24, 25, Thu 26.
    Received in the holiday, on the 18th: 24, 25, 26 as well. Received Thu 26: Fri 27, Sat 28 is
    worked, Sun 1 March is not, so Mon 2 March.
    """
    sql = """
        SELECT received_on, deadline_on FROM int_transfer_deadline
        WHERE received_on IN ('2026-02-13', '2026-02-14', '2026-02-18', '2026-02-26') ORDER BY 1
    """
    assert days(at("2026-03-03").rows(sql, "int_transfer_deadline")) == [
        ("2026-02-13", "2026-02-25"),
        ("2026-02-14", "2026-02-26"),
        ("2026-02-18", "2026-02-26"),
        ("2026-02-26", "2026-03-02"),
    ]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-24", {}),
        ("2026-02-25", {"2026-02": (1, 2)}),
        ("2026-02-26", {"2026-02": (2, 4)}),
        ("2026-03-01", {"2026-02": (2, 4)}),
        ("2026-03-02", {"2026-02": (3, 5)}),
    ],
)
def test_receipt_cohort__counts_once_the_working_days_are_over(
    at: At, as_of: str, expected: Counted
) -> None:
    """RPT02 counts a clue in the month of receipt, from its deadline on and no sooner.

    Two of the 13th are over on the 25th, one transferred that day and one on the next, too late.
    On the 26th so are those of the 14th (transferred on the day) and of the 18th (never). That
    of the 26th was transferred at once and still waits for 2 March. One needs no transfer.
    """
    clues = [
        {"received_on": "2026-02-13", "transferred_on": "2026-02-25"},
        {"received_on": "2026-02-13", "transferred_on": "2026-02-26"},
        {"received_on": "2026-02-14", "transferred_on": "2026-02-26"},
        {"received_on": "2026-02-18"},
        {"received_on": "2026-02-26", "transferred_on": "2026-02-26"},
    ]
    needed = [clue | {"needs_transfer": True} for clue in clues]
    spared = [{"received_on": "2026-02-13", "needs_transfer": False}]
    assert at(as_of, clue=needed + spared).counted("RPT02", "month") == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-03-02", {"2026-02": (0, 1)}),
        ("2026-03-03", {"2026-02": (0, 1), "2026-03": (1, 2)}),
    ],
)
def test_working_days__fifteen_where_the_slip_names_no_day(
    at: At, as_of: str, expected: Counted
) -> None:
    """SRC09 gives fifteen working days from the transfer on 4 February.

    5 and 6 are two, 9 to 13 make seven, Sat 14 eight, 24 to 28 with its Saturday thirteen, Mon 2
    March fourteen, Tue 3 March fifteen. Answered on the 3rd is in time, on the 4th is not. The
    third slip names 20 February itself: a day off stays the day, and the 24th is too late.
    """
    slips = [
        {"transferred_on": "2026-02-04", "fed_back_on": "2026-03-03"},
        {"transferred_on": "2026-02-04", "fed_back_on": "2026-03-04"},
        {
            "transferred_on": "2026-02-04",
            "feedback_due_on": "2026-02-20",
            "fed_back_on": "2026-02-24",
        },
    ]
    assert at(as_of, clue_transfer=slips).counted("SRC09", "month") == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-19", {}),
        ("2026-02-20", {"2026-02": (1, 2)}),
        ("2026-02-25", {"2026-02": (1, 3)}),
        ("2026-03-01", {"2026-02": (1, 4)}),
        ("2026-03-02", {"2026-02": (1, 4), "2026-03": (1, 1)}),
    ],
)
def test_due_date_cohort__open_ones_count_and_days_off_move_nothing(
    at: At, as_of: str, expected: Counted
) -> None:
    """SUP02 counts a finding in the month of its due date, from that day on, closed or not.

    Two are due on the 20th, in the holiday: closed that day is in time, on the first working
    day after it is late. Open ones due on the 25th and the 28th are late. One due on 2 March
    was closed in February and counts in March.
    """
    findings = [
        {"due_on": "2026-02-20", "verified_closed_on": "2026-02-20"},
        {"due_on": "2026-02-20", "verified_closed_on": "2026-02-24"},
        {"due_on": "2026-02-25"},
        {"due_on": "2026-02-28"},
        {"due_on": "2026-03-02", "verified_closed_on": "2026-02-10"},
    ]
    found = [finding | {"found_on": "2026-01-20"} for finding in findings]
    assert at(as_of, supervision_finding=found).counted("SUP02", "month") == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-19", {}),
        ("2026-02-24", {"2026-02": (1, 2)}),
        ("2026-02-28", {"2026-02": (1, 3)}),
        ("2026-03-01", {"2026-02": (1, 3), "2026-03": (1, 1)}),
    ],
)
def test_calendar_days__thirty_from_receipt_by_the_checking_unit(
    at: At, as_of: str, expected: Counted
) -> None:
    """RPT03 counts thirty calendar days, holidays and all, and the clue on the thirtieth.

    Received 21 January (ten days to the 31st): the 30th day is 20 February, in the holiday.
    Called back on it is in time, on the 24th is not. Received the 29th: 28 February, and nobody
    called. Received the 30th: 1 March, and called that Sunday.
    """
    clues = [
        {"unit_received_on": "2026-01-21", "first_contact_on": "2026-02-20"},
        {"unit_received_on": "2026-01-21", "first_contact_on": "2026-02-24"},
        {"unit_received_on": "2026-01-29"},
        {"unit_received_on": "2026-01-30", "first_contact_on": "2026-03-01"},
    ]
    rows = [clue | {"received_on": "2026-01-20", "is_contactable": True} for clue in clues]
    rows.append(rows[0] | {"is_contactable": False})
    assert at(as_of, clue=rows).counted("RPT03", "month") == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-24", {"2026-02": (1, 2)}),
        ("2026-03-18", {"2026-02": (1, 2), "2026-03": (0, 1)}),
    ],
)
def test_due_date_cohort__an_extension_must_come_in_time(
    at: At, as_of: str, expected: Counted
) -> None:
    """RPT04: three clues are due on 16 February, the second day of the holiday.

    One is concluded on it. One gets until 18 March, approved on that day: it counts in March,
    still open. One gets the same on the 24th, when it was late already: that moves nothing.
    """
    longer = {"extended_to": "2026-03-18"}
    clues = [
        {"concluded_on": "2026-02-16"},
        {"extension_approved_on": "2026-02-16"} | longer,
        {"extension_approved_on": "2026-02-24"} | longer,
    ]
    rows = [clue | {"received_on": "2025-11-18", "due_on": "2026-02-16"} for clue in clues]
    assert at(as_of, clue=rows).counted("RPT04", "month") == expected


def test_months__two_from_delivery(at: At) -> None:
    """SRC05: a procuratorial letter is due two months after delivery, day off or not.

    Delivered 31 December: February has no 31st, so its last day, the 28th; answered on it.
    Delivered 20 December: 20 February, in the holiday; answered on the 24th, late. A police
    notice names 27 February itself and is open: late. A judicial letter names no day and is due
    by none.
    """
    letters = [
        {"kind": "procuratorial", "delivered_on": "2025-12-31", "replied_on": "2026-02-28"},
        {"kind": "procuratorial", "delivered_on": "2025-12-20", "replied_on": "2026-02-24"},
        {"kind": "police_notice", "delivered_on": "2026-01-05", "reply_due_on": "2026-02-27"},
        {"kind": "judicial", "delivered_on": "2025-12-20"},
    ]
    rows = [letter | {"issued_on": "2025-12-15"} for letter in letters]
    assert at("2026-02-28", recommendation_letter=rows).counted("SRC05", "quarter") == {
        "2026-Q1": (1, 3)
    }


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-19", {}),
        ("2026-02-20", {"2025-Q3": (2, 3)}),
        ("2026-02-21", {"2025-Q3": (2, 4)}),
    ],
)
def test_recurrence__within_180_days_of_closing(at: At, as_of: str, expected: Counted) -> None:
    """SRC03 counts an issue in the period in which it was closed, once 180 days have passed.

    From 24 August: 7 days to the 31st, 30 + 31 + 30 + 31 + 31 to the end of January make 160,
    and 20 more: 20 February, in the holiday. Opened again on it is back; on the 21st is not.
    Another issue of the same unit and kind, found on it, is the first one back. Closed on 25
    August is judged on the 21st.
    """
    issues = [
        {"kind": "hazard", "verified_closed_on": "2025-08-24", "reopened_on": "2026-02-20"},
        {"kind": "pricing", "verified_closed_on": "2025-08-24", "reopened_on": "2026-02-21"},
        {"kind": "bidding", "verified_closed_on": "2025-08-24"},
        {"kind": "unlicensed", "verified_closed_on": "2025-08-25"},
    ]
    rows = [issue | {"found_on": "2025-08-01", "due_on": "2025-08-31"} for issue in issues]
    rows.append({"kind": "bidding", "found_on": "2026-02-20", "due_on": "2026-03-20"})
    assert at(as_of, sector_issue=rows).counted("SRC03", "quarter") == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-19", {}),
        ("2026-02-20", {"2025-Q3": (1, 2)}),
        ("2026-02-21", {"2025-Q3": (1, 3)}),
    ],
)
def test_receipt_cohort__matured_180_days(at: At, as_of: str, expected: Counted) -> None:
    """RPT07: received 24 August, the 180th day is 20 February; received on the 25th, the 21st.

    A case filed on the 180th day counts and on the 181st does not; a duplicate is left out.
    """
    clues = [
        {"received_on": "2025-08-24", "case_filed_on": "2026-02-20"},
        {"received_on": "2025-08-24", "case_filed_on": "2026-02-21"},
        {"received_on": "2025-08-25"},
        {"received_on": "2025-08-24", "concluded_on": "2025-09-01", "conclusion": "duplicate"},
    ]
    assert at(as_of, clue=clues).counted("RPT07", "quarter") == expected


@pytest.mark.parametrize(
    ("as_of", "february"),
    [
        ("2026-02-17", (1, 3)),
        ("2026-02-18", (2, 3)),
        ("2026-02-24", (1, 2)),
        ("2026-03-02", (1, 2)),
    ],
)
def test_stock__what_is_open_and_overdue_at_the_cut_off(
    at: At, as_of: str, february: tuple[float, float]
) -> None:
    """RPT05 counts at the month's end, and in the month that runs on the cut-off.

    At the end of January three were open and one of them overdue, which was concluded on 13
    February. On the 17th, in the holiday, three are open; due on the 16th is overdue, due that
    day is not yet: on the 18th it is. It is concluded on the 24th, which leaves one overdue of
    two, to the end of the month.
    """
    clues = [
        {"received_on": "2026-01-20", "due_on": "2026-01-30", "concluded_on": "2026-02-13"},
        {"received_on": "2026-01-20", "due_on": "2026-02-16"},
        {"received_on": "2026-01-20", "due_on": "2026-02-17", "concluded_on": "2026-02-24"},
        {"received_on": "2026-02-02", "due_on": "2026-05-03"},
    ]
    found = at(as_of, clue=clues).counted("RPT05", "month")
    assert found["2026-01"] == (1, 3)
    assert found["2026-02"] == february


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-24", {"2026-01": (1, 2), "2026-02": (1, 3)}),
        ("2026-02-28", {"2026-01": (1, 2), "2026-02": (1, 2)}),
        ("2026-03-02", {"2026-01": (1, 2), "2026-02": (1, 2), "2026-03": (0, 2)}),
    ],
)
def test_rolling__twelve_months_back_from_the_cut_off(
    at: At, as_of: str, expected: Counted
) -> None:
    """SRC06: of what fell due in twelve months, what is verified at their end.

    At the end of January: due 28 February 2025 (verified) and 1 March 2025 (not yet). On the
    24th, looking back to 25 February 2025, the one due in the holiday, on the 17th, is added. On
    the 28th, looking back to 1 March, the first is out, and the second is verified that day. On
    2 March, looking back to the 3rd, so is the second, and the one due that day is in.
    """
    letters = [
        {"rectification_due_on": "2025-02-28", "verified_on": "2025-03-05"},
        {"rectification_due_on": "2025-03-01", "verified_on": "2026-02-28"},
        {"rectification_due_on": "2026-02-17"},
        {"rectification_due_on": "2026-03-02"},
    ]
    rows = [letter | {"kind": "judicial", "issued_on": "2025-01-10"} for letter in letters]
    found = at(as_of, recommendation_letter=rows).counted("SRC06", "month")
    assert {month: found[month] for month in found if month >= "2026"} == expected


def test_rolling__a_leap_day_is_not_thirteen_months_in(at: At) -> None:
    """Twelve months to the end of February 2025 begin on 1 March 2024: due on the 29th is out.

    It was in at the twelve month ends before, from the end of February 2024 to that of January.
    """
    letters = [
        {"kind": "judicial", "issued_on": "2024-01-10", "rectification_due_on": day}
        for day in ("2024-02-29", "2024-03-01")
    ]
    found = at("2025-02-28", recommendation_letter=letters).counted("SRC06", "month")
    assert found == {
        "2024-02": (0, 1),
        **{f"2024-{month:02}": (0, 2) for month in range(3, 13)},
        "2025-01": (0, 2),
        "2025-02": (0, 1),
    }


@pytest.mark.parametrize(
    ("as_of", "first_half"), [("2026-02-27", (60, 100)), ("2026-02-28", (30, 120))]
)
def test_wave__belongs_where_its_last_day_lies(
    at: At, as_of: str, first_half: tuple[float, float]
) -> None:
    """EVA08: a wave that ends on 31 December is the old year's, one that runs to 5 January the
    new one's, until a later wave of that half-year, out over the festival, ends on the 28th.
    """
    waves = [("old", "2025-12-01", "2025-12-31"), ("new", "2025-12-20", "2026-01-05")]
    waves.append(("festival", "2026-02-09", "2026-02-28"))
    samples = [("old", 50, 80), ("new", 60, 100), ("festival", 30, 120)]
    office = at(
        as_of,
        survey_wave=[
            {"wave_id": wave, "fielded_from": first, "fielded_to": last, "series": "A"}
            for wave, first, last in waves
        ],
        survey_sample=[
            {"wave_id": wave, "mode": "phone", "completed_count": done, "eligible_count": eligible}
            for wave, done, eligible in samples
        ],
        int_survey_flag=[{"wave_id": "old", "quality_flags": ["low_response"]}],  # made in Python
    )
    assert office.counted("EVA08", "half_year") == {"2025-H2": (50, 80), "2026-H1": first_half}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-27", {"2025": (1, 2), "2026": (0, 2)}),
        ("2026-02-28", {"2025": (1, 2), "2026": (1, 2)}),
        ("2027-01-01", {"2025": (1, 2), "2026": (1, 2), "2027": (0, 1)}),
    ],
)
def test_plan_year__joint_tasks_come_every_two_years(at: At, as_of: str, expected: Counted) -> None:
    """SUP01 asks of a year what its plan holds, all of it from the first day on.

    2025: the special task is done on New Year's Eve; the joint one before the festival, on 13
    February 2026, after its year. 2026 has two special tasks, one done on the make-up Saturday,
    and no joint one, which is not held against it: the next stands in the plan of 2027, which
    nobody knows before New Year.
    """
    tasks = [
        {"kind": "joint", "planned_year": 2025, "completed_on": "2026-02-13"},
        {"kind": "special", "planned_year": 2025, "completed_on": "2025-12-31"},
        {"kind": "special", "planned_year": 2026, "completed_on": "2026-02-28"},
        {"kind": "special", "planned_year": 2026},
        {"kind": "joint", "planned_year": 2027},
    ]
    assert at(as_of, supervision_task=tasks).counted("SUP01", "year") == expected
