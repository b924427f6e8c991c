"""How far a source was read, and from where it is read next."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.settings import TIME_ZONE
from dagster_project.sources import cursor

NOW = datetime(2026, 11, 23, 5, tzinfo=TIME_ZONE)
PAST = st.datetimes(datetime(1992, 1, 1), datetime(2026, 11, 22))


@pytest.mark.parametrize(
    ("last", "overlap", "first"),
    [
        ("2026-11-20", None, "2026-11-19"),
        ("2026-03-01", 2, "2026-02-27"),
        ("2026-11-20 05:00:00.25", None, "2026-11-19 05:00:00"),
        ("2026-11-20T05:00:00Z", 0, "2026-11-20T05:00:00Z"),
        ("2026-11-20T05:00:00+08:00", 7, "2026-11-13T05:00:00+08:00"),
        ("5000", None, "4000"),
        ("5000", 10, "4990"),
    ],
)
def test_begin__in_the_form_of_the_last(last: str, overlap: int | None, first: str) -> None:
    assert cursor.begin(last, overlap) == first


def test_ranks__times_with_and_without_a_zone_are_compared_as_moments() -> None:
    same = ["2026-11-20 05:00:00", "2026-11-19T21:00:00Z", "2026-11-20T05:00:00.000+0800"]
    assert cursor.ranks(pl.Series(same)).n_unique() == 1
    odd = ["5.3.2026", "", "2026-13-01", None]
    assert cursor.ranks(pl.Series(odd, dtype=pl.String)).null_count() == 4


def reached(*texts: str | None, last: str | None = None) -> str | None:
    return cursor.reached(pl.Series(texts, dtype=pl.String), last, NOW)


def test_reached__the_greatest_but_none_of_the_future() -> None:
    assert reached("2026-11-01", "2026-11-20", None) == "2026-11-20"
    assert reached("9", "10") == "10"
    assert reached("2026-11-01", "2099-01-01") == "2026-11-01"
    assert reached("2099-01-01", last="2026-11-01") == "2026-11-01"


def test_reached__never_before_the_last() -> None:
    assert reached(last="2026-11-01") == "2026-11-01"
    assert reached("2026-10-01", last="2026-11-01") == "2026-11-01"
    assert reached() is None
    assert reached(None) is None


@given(st.lists(PAST, min_size=1), st.integers(0, 30))
def test_reading__every_row_from_the_beginning_of_the_next_on_comes_again(
    moments: list[datetime], overlap: int
) -> None:
    """Against Python's own dates."""
    texts = pl.Series([moment.isoformat(" ", "microseconds") for moment in moments])
    last = cursor.reached(texts, None, NOW)
    assert last == max(texts)
    from_then = max(moments).replace(microsecond=0) - timedelta(days=overlap)
    expected = [moment >= from_then for moment in moments]
    assert cursor.is_from(texts, cursor.begin(str(last), overlap)).to_list() == expected


def test_is_from__rows_without_a_cursor_come_every_time() -> None:
    texts = pl.Series(["2026-11-01", None, "x", "2026-11-20"])
    assert cursor.is_from(texts, "2026-11-19").to_list() == [False, True, True, True]


def test_typed__as_a_database_compares_it() -> None:
    assert cursor.typed("12") == 12
    assert cursor.typed("2026-11-20") == date(2026, 11, 20)
    assert cursor.typed("2026-11-20 05:00:00") == datetime(2026, 11, 20, 5)
    assert cursor.typed("2026-11-20T05:00:00Z") == datetime(2026, 11, 20, 13)
