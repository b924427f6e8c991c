"""What a release says of figures that are out already, late rows and all; worked out by hand."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from dagster_project.methods import releases

MONTHS = {
    f"2026-{month:02}": (date(2026, month, 1), date(2026, month, last))
    for month, last in ((7, 31), (8, 31), (9, 30))
}
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
NO_NESTING = pl.DataFrame(
    schema=dict.fromkeys(("subject_kind", "subject_code", "parent_kind", "parent_code"), pl.String)
)
Was = tuple[float, float | None, bool, bool | None] | None


def figure(
    period: str, whole: float, met: float | None, was: Was = None, **said: Any
) -> dict[str, Any]:
    """One figure of town A, as it is now and as it `was` released: whole, met, both shown?"""
    first, last = MONTHS.get(period, QUARTER)
    was_whole, was_met, was_whole_shown, was_met_shown = was or (None, None, None, None)
    ordinary = {
        "measure": "M",
        "domain_code": "reward",
        "subject_kind": "area",
        "subject_code": "A",
        "period_kind": "month" if period in MONTHS else "quarter",
        "period": period,
        "period_from": first,
        "period_to": last,
        "whole": float(whole),
        "met": met,
        "threshold": 10,
        "was_whole": was_whole,
        "was_met": was_met,
        "was_whole_shown": was_whole_shown,
        "was_met_shown": was_met_shown,
        "was_range_shown": None if was is None else False,
    }
    return ordinary | said


TYPES = {
    "met": pl.Float64,
    "was_whole": pl.Float64,
    "was_met": pl.Float64,
    "was_whole_shown": pl.Boolean,
    "was_met_shown": pl.Boolean,
    "was_range_shown": pl.Boolean,
}


def decided(*figures: dict[str, Any], is_due: bool = True) -> dict[str, tuple[Any, ...]]:
    """By period: standing, whole, met, and whether either is shown."""
    found = releases.decide(pl.DataFrame(figures, schema_overrides=TYPES), NO_NESTING, is_due)
    return {
        row["period"]: (
            row["standing"], row["whole"], row["met"], row["is_whole_shown"], row["is_met_shown"]
        )
        for row in found.to_dicts()
    }  # fmt: skip


def test_decide__new_figures_come_out_as_they_are() -> None:
    assert decided(figure("2026-07", 40, 20), figure("2026-08", 50, 30)) == {
        "2026-07": ("new", 40, 20, True, True),
        "2026-08": ("new", 50, 30, True, True),
    }


def test_decide__a_late_row_stays_out_and_what_was_released_stands() -> None:
    """One clue of July came late: 41 - 40 would say that it is one."""
    found = decided(figure("2026-07", 41, 20, was=(40, 20, True, True)), figure("2026-08", 50, 30))
    assert found["2026-07"] == ("kept", 40, 20, True, True)
    assert found["2026-08"] == ("new", 50, 30, True, True)


def test_decide__a_new_quarter_is_made_of_the_months_that_are_out() -> None:
    """41 + 50 + 60 = 151 are known, 40 + 50 + 60 = 150 are out: 151 would show the late one."""
    found = decided(
        figure("2026-07", 41, 21, was=(40, 20, True, True)),
        figure("2026-08", 50, 30, was=(50, 30, True, True)),
        figure("2026-09", 60, 40),
        figure("2026-Q3", 151, 91),
    )
    assert found["2026-Q3"] == ("new", 150, 90, True, True)


def test_decide__months_that_were_blank_count_as_they_were() -> None:
    """One of September holds the revision back, and so the one of July, which nobody saw."""
    found = decided(
        figure("2026-07", 9, None, was=(8, None, False, None)),
        figure("2026-08", 50, None, was=(50, None, False, None)),
        figure("2026-09", 61, None, was=(60, None, True, None)),
        figure("2026-Q3", 120, None),
    )
    assert found["2026-Q3"] == ("new", 118, None, True, None)
    assert found["2026-07"] == ("kept", 8, None, False, None)


def test_decide__a_stock_of_a_quarter_is_that_of_its_last_month_as_released() -> None:
    """30, 40 and 50 were open; 52 were, as is known now: the quarter says 50, too."""
    was = (50.0, None, True, None)
    found = decided(
        figure("2026-07", 30, None, was=(30, None, True, None)),
        figure("2026-08", 40, None, was=(40, None, True, None)),
        figure("2026-09", 52, None, was=was),
        figure("2026-Q3", 52, None),
    )
    assert found["2026-Q3"][1] == 50


def test_decide__a_revision_comes_out_once_it_is_large_in_every_part() -> None:
    """12 came late, all of them met: 12 of 12 is large, and 0 unmet is no secret."""
    found = decided(figure("2026-07", 52, 32, was=(40, 20, True, True)))
    assert found["2026-07"] == ("revised", 52, 32, True, True)


@pytest.mark.parametrize(("whole", "met"), [(52, 27), (52, 20 + 9), (31, 20), (40, 21)], ids=str)
def test_decide__held_back_where_any_part_changed_by_too_little(whole: float, met: float) -> None:
    """Of 12 late ones 7 or 9 met, or 9 went away, or one more met: each difference would show."""
    found = decided(figure("2026-07", whole, met, was=(40, 20, True, True)))
    assert found["2026-07"] == ("kept", 40, 20, True, True)


def test_decide__what_nobody_sees_holds_nothing_back() -> None:
    """July is blank. The 12 that August gained come out, and July as it is now stays blank."""
    found = decided(
        figure("2026-07", 9, None, was=(8, None, False, None)),
        figure("2026-08", 62, None, was=(50, None, True, None)),
    )
    assert found["2026-08"] == ("revised", 62, None, True, None)
    assert found["2026-07"] == ("revised", 9, None, False, None)


def test_decide__a_year_of_one_field_is_revised_as_a_whole() -> None:
    """The 12 of August wait for the one of July; another field of work does not."""
    found = decided(
        figure("2026-07", 41, None, was=(40, None, True, None)),
        figure("2026-08", 62, None, was=(50, None, True, None)),
        figure("2026-09", 62, None, was=(50, None, True, None), measure="N", domain_code="other"),
    )
    assert [found[month][0] for month in MONTHS] == ["kept", "kept", "revised"]


def test_decide__no_release_due__what_was_released_and_nothing_else() -> None:
    found = decided(
        figure("2026-07", 99, 30, was=(40, 20, True, False)),
        figure("2026-08", 50, 30),
        is_due=False,
    )
    assert found == {"2026-07": ("kept", 40, 20, True, False)}


def test_decide__a_revision_that_would_give_a_cell_away_stays_out() -> None:
    """July would be 57 of which 50 met, that is 7 that did not, with both parts out already.

    40 + 17 and 20 + 30 are large enough, 20 unmet fewer by 13 as well; what is left is not.
    """
    found = decided(figure("2026-07", 57, 50, was=(40, 20, True, True)))
    assert found["2026-07"] == ("kept", 40, 20, True, True)


def ranges(*figures: dict[str, Any], is_due: bool = True) -> dict[str, tuple[Any, ...]]:
    """By period: the met part, and the range of it that is shown."""
    found = releases.decide(pl.DataFrame(figures, schema_overrides=TYPES), NO_NESTING, is_due)
    return {
        row["period"]: (row["met"], row["is_range_shown"], row["met_low"], row["met_high"])
        for row in found.to_dicts()
    }


@pytest.mark.parametrize(
    ("met", "low", "high"),
    [(57, 50, 60), (50, 50, 60), (60 - 12, 40, 49), (3, 0, 10), (10, 0, 10), (11, 11, 20)],
)
def test_decide__a_range_is_ten_wide_and_that_of_the_smaller_part(
    met: float, low: float, high: float
) -> None:
    """Of 60; a month whose met part was never shown is told of in a range once it is told anew."""
    hidden = figure("2026-07", 60, met, was=(50, met - 10, True, False))
    assert ranges(hidden) == {"2026-07": (met, True, low, high)}


def test_decide__a_range_that_is_out_stays() -> None:
    out = figure("2026-07", 60, 57, was=(60, 57, True, False), was_range_shown=True)
    for is_due in (True, False):
        assert ranges(out, is_due=is_due) == {"2026-07": (57, True, 50, 60)}


def test_decide__no_other_range_of_the_same_whole() -> None:
    """55 and then 48 of 60: from 5 late to 12, which another range would tell of."""
    later = figure("2026-07", 60, 48, was=(60, 55, True, False), was_range_shown=True)
    assert ranges(later) == {"2026-07": (55, True, 50, 60)}
    within = figure("2026-07", 60, 53, was=(60, 55, True, False), was_range_shown=True)
    assert ranges(within) == {"2026-07": (53, True, 50, 60)}
