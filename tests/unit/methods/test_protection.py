"""What of linked figures may be shown, on tables small enough to be reasoned out by hand."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from dagster_project.methods import protection
from dagster_project.methods.linked_figures import NEW, SHOWN
from dagster_project.methods.suppression import UnprotectableError

QUARTER = {
    ("month", "2026-07"): (date(2026, 7, 1), date(2026, 7, 31)),
    ("month", "2026-08"): (date(2026, 8, 1), date(2026, 8, 31)),
    ("month", "2026-09"): (date(2026, 9, 1), date(2026, 9, 30)),
    ("quarter", "2026-Q3"): (date(2026, 7, 1), date(2026, 9, 30)),
}
Row = tuple[str, str, int, int | None]
NO_NESTING = pl.DataFrame(
    schema=dict.fromkeys(("subject_kind", "subject_code", "parent_kind", "parent_code"), pl.String)
)
IN_ONE_BANNER = pl.DataFrame(
    {
        "subject_kind": ["area"] * 3,
        "subject_code": ["A", "B", "C"],
        "parent_kind": ["area"] * 3,
        "parent_code": ["Z"] * 3,
    }
)


def figures(
    *rows: Row, measure: str = "M", shown: set[tuple[str, str]] = frozenset()
) -> pl.DataFrame:  # type: ignore[assignment]
    """A figure for each (subject, period, whole, met), all of the third quarter of 2026."""
    kinds = {period: kind for kind, period in QUARTER}
    made: list[dict[str, Any]] = []
    for subject, period, whole, met in rows:
        first, last = QUARTER[kinds[period], period]
        state = SHOWN if (subject, period) in shown else NEW
        made.append(
            {
                "measure": measure,
                "subject_kind": "area",
                "subject_code": subject,
                "period_kind": kinds[period],
                "period": period,
                "period_from": first,
                "period_to": last,
                "whole": float(whole),
                "met": None if met is None else float(met),
                "threshold": 10,
                "whole_state": state,
                "met_state": state,
                "range_state": state,
            }
        )
    return pl.DataFrame(made, schema_overrides={"met": pl.Float64})


def shown(decided: pl.DataFrame) -> dict[tuple[str, str], tuple[bool, bool | None]]:
    return {
        (row["subject_code"], row["period"]): (row["is_whole_shown"], row["is_met_shown"])
        for row in decided.to_dicts()
    }


def test_decide__nothing_is_blank_where_every_count_is_large_or_zero() -> None:
    """Zero is no secret: nobody stands behind it."""
    given = figures(
        ("A", "2026-07", 20, 10), ("A", "2026-08", 20, 20), ("A", "2026-09", 20, 0),
        ("A", "2026-Q3", 60, 30),
    )  # fmt: skip
    assert set(shown(protection.decide(given, NO_NESTING)).values()) == {(True, True)}


def test_decide__a_small_month_takes_the_cheapest_other_with_it() -> None:
    """7 in August: with the quarter and both other months it is 90 - 40 - 43 = 7.

    July (40) is the least of the three that can go with it.
    """
    given = figures(
        ("A", "2026-07", 40, None), ("A", "2026-08", 7, None), ("A", "2026-09", 43, None),
        ("A", "2026-Q3", 90, None),
    )  # fmt: skip
    assert shown(protection.decide(given, NO_NESTING)) == {
        ("A", "2026-07"): (False, None),
        ("A", "2026-08"): (False, None),
        ("A", "2026-09"): (True, None),
        ("A", "2026-Q3"): (True, None),
    }


def test_decide__what_did_not_meet_the_condition_is_a_count_too() -> None:
    """Of 30 items 27 were in time: the 3 others are 30 - 27, so the 27 are blank, the 30 not."""
    given = figures(("A", "2026-Q3", 30, 27))
    assert shown(protection.decide(given, NO_NESTING)) == {("A", "2026-Q3"): (True, False)}


def test_decide__the_last_month_is_the_quarter_where_a_stock_is_counted() -> None:
    """30, 40 and 4 open at the months' ends, and 4 at the quarter's: both 4s are blank alone."""
    given = figures(
        ("A", "2026-07", 30, None), ("A", "2026-08", 40, None), ("A", "2026-09", 4, None),
        ("A", "2026-Q3", 4, None), ("B", "2026-07", 30, None), ("B", "2026-08", 20, None),
        ("B", "2026-09", 25, None), ("B", "2026-Q3", 25, None),
    )  # fmt: skip
    decided = shown(protection.decide(given, NO_NESTING))
    # A line of one figure, and that a small one, is not published; nor is its twin in the months.
    assert {key for key, value in decided.items() if not value[0]} == {
        ("A", "2026-09"),
        ("A", "2026-Q3"),
    }


def test_decide__an_area_with_a_small_count_needs_another_blank_area() -> None:
    """12 + 4 + 30 = 46 in the banner: B alone would be 46 - 12 - 30; A is the cheaper other."""
    given = figures(
        ("A", "2026-Q3", 12, None), ("B", "2026-Q3", 4, None), ("C", "2026-Q3", 30, None),
        ("Z", "2026-Q3", 46, None),
    )  # fmt: skip
    decided = shown(protection.decide(given, IN_ONE_BANNER))
    assert {area for (area, _), (is_shown, _) in decided.items() if not is_shown} == {"A", "B"}


def test_decide__what_lies_in_no_town_is_a_count_too() -> None:
    """20 + 20 + 20 = 60 of 63: the banner's own 3 are blank only if one of the four is."""
    given = figures(
        ("A", "2026-Q3", 20, None), ("B", "2026-Q3", 20, None), ("C", "2026-Q3", 20, None),
        ("Z", "2026-Q3", 63, None),
    )  # fmt: skip
    decided = shown(protection.decide(given, IN_ONE_BANNER))
    assert sum(not is_shown for is_shown, _ in decided.values()) == 1
    assert decided["Z", "2026-Q3"] == (True, None), "the towns cost less"


def test_decide__weighted_parts_that_do_not_add_up_are_not_added_up() -> None:
    """18 of 30 three times, and 50 of 90 by other weights: only the wholes are sums."""
    given = figures(
        ("A", "2026-Q3", 30, 18), ("B", "2026-Q3", 30, 18), ("C", "2026-Q3", 30, 18),
        ("Z", "2026-Q3", 90, 50),
    )  # fmt: skip
    decided = shown(protection.decide(given, IN_ONE_BANNER))
    assert set(decided.values()) == {(True, True)}


def test_decide__a_part_that_is_not_known_of_every_town_is_not_added_up() -> None:
    """C does not say how many of its 30 met the condition; its 30 count all the same."""
    given = figures(
        ("A", "2026-Q3", 30, 18), ("B", "2026-Q3", 30, 18), ("C", "2026-Q3", 30, None),
        ("Z", "2026-Q3", 90, 50),
    )  # fmt: skip
    decided = shown(protection.decide(given, IN_ONE_BANNER))
    assert decided == dict.fromkeys(
        [("A", "2026-Q3"), ("B", "2026-Q3"), ("Z", "2026-Q3")], (True, True)
    ) | {("C", "2026-Q3"): (True, None)}


def test_decide__the_same_count_under_two_names_is_blank_under_both() -> None:
    """One indicator's whole is another's plain count."""
    wholes = {"2026-07": 40, "2026-08": 7, "2026-09": 43, "2026-Q3": 90}
    share = figures(*(("A", period, whole, whole // 2) for period, whole in wholes.items()))
    count = figures(*(("A", period, whole, None) for period, whole in wholes.items()), measure="N")
    decided = protection.decide(pl.concat([share, count]), NO_NESTING)
    blank = decided.filter(~pl.col("is_whole_shown")).group_by("measure").agg(pl.col("period"))
    [one, other] = blank["period"].to_list()
    assert sorted(one) == sorted(other)
    assert "2026-08" in one


def test_decide__a_line_of_small_counts_is_not_published() -> None:
    """Two of three months are small: none is shown, also not the large one; the quarter is."""
    given = figures(
        ("A", "2026-07", 3, None), ("A", "2026-08", 5, None), ("A", "2026-09", 30, None),
        ("A", "2026-Q3", 38, None),
    )  # fmt: skip
    decided = shown(protection.decide(given, NO_NESTING))
    assert [value[0] for value in decided.values()] == [False, False, False, True]


def test_decide__nothing_more_may_come_out_where_the_rest_stands_published() -> None:
    """July, September and the quarter are out already: 7 in August can be worked out."""
    given = figures(
        ("A", "2026-07", 40, None), ("A", "2026-08", 7, None), ("A", "2026-09", 43, None),
        ("A", "2026-Q3", 90, None),
        shown={("A", "2026-07"), ("A", "2026-09"), ("A", "2026-Q3")},
    )  # fmt: skip
    with pytest.raises(UnprotectableError):
        protection.decide(given, NO_NESTING)


def told(decided: pl.DataFrame) -> set[str]:
    """The periods of which a range is shown."""
    return set(decided.filter("is_range_shown")["period"])


def test_decide__beside_a_shown_whole_a_range_says_roughly_how_many() -> None:
    """3 of 60: no more than 10. Of 15 no more than 10 would say next to nothing."""
    assert told(protection.decide(figures(("A", "2026-Q3", 60, 57)), NO_NESTING)) == {"2026-Q3"}
    assert told(protection.decide(figures(("A", "2026-Q3", 15, 12)), NO_NESTING)) == set()


def test_decide__what_is_shown_has_no_range() -> None:
    assert told(protection.decide(figures(("A", "2026-Q3", 60, 40)), NO_NESTING)) == set()


def test_decide__ranges_that_can_all_be_true_with_any_small_count() -> None:
    """4 + 3 = 7, each from 0 to 10: each may be 10, if the other months had none."""
    given = figures(
        ("A", "2026-07", 40, 36), ("A", "2026-08", 40, 37), ("A", "2026-09", 40, 40),
        ("A", "2026-Q3", 120, 113),
    )  # fmt: skip
    assert told(protection.decide(given, NO_NESTING)) == {"2026-07", "2026-08", "2026-Q3"}


def test_decide__no_range_that_would_say_there_must_have_been_some() -> None:
    """8 + 5 = 13 with 13 shown: if neither is above 10, neither is below 3."""
    given = figures(
        ("A", "2026-07", 40, 32), ("A", "2026-08", 40, 35), ("A", "2026-09", 40, 40),
        ("A", "2026-Q3", 120, 107),
    )  # fmt: skip
    decided = protection.decide(given, NO_NESTING)
    assert shown(decided) == {
        ("A", "2026-07"): (True, False), ("A", "2026-08"): (True, False),
        ("A", "2026-09"): (True, True), ("A", "2026-Q3"): (True, True),
    }  # fmt: skip
    assert told(decided) == set()


def test_decide__no_figure_at_all() -> None:
    assert protection.decide(figures(("A", "2026-07", 1, None)).clear(), NO_NESTING).is_empty()
