from datetime import UTC, date, datetime

import pytest

from dashboards import wording
from dashboards.language import using


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (86.25, 1, "86.3"),
        (86.35, 1, "86.4"),
        (0.5, 0, "1"),
        (12345.0, 0, "12,345"),
        (0.05, 1, "0.1"),
    ],
)
def test_rounded__half_up_on_decimals(value: float, digits: int, text: str) -> None:
    assert wording.rounded(value, digits) == text


@pytest.mark.parametrize(
    ("kind", "first", "chinese", "english"),
    [
        ("month", date(2026, 9, 1), "2026年9月", "September 2026"),
        ("quarter", date(2026, 7, 1), "2026年第三季度", "Q3 2026"),
        ("half_year", date(2026, 7, 1), "2026年下半年", "second half of 2026"),
        ("year", date(2026, 1, 1), "2026年", "2026"),
    ],
)
def test_period__in_both_languages(kind: str, first: date, chinese: str, english: str) -> None:
    assert wording.period(kind, first) == chinese
    with using("en"):
        assert wording.period(kind, first) == english


def test_tick__carries_the_year_in_its_first_period() -> None:
    assert wording.tick("month", date(2026, 1, 1)) == "1月<br>2026年"
    assert wording.tick("month", date(2026, 7, 1)) == "7月"
    assert wording.tick("quarter", date(2026, 7, 1), with_year=True) == "三季度<br>2026年"


def test_amount__with_its_unit() -> None:
    assert wording.amount(86.25, "percent") == "86.3%"
    assert wording.amount(91.2, "score") == "91.2分"
    with using("en"):
        assert wording.amount(91.2, "score") == "91.2 points"


def test_bound__without_idle_decimals() -> None:
    assert wording.bound(98, "score") == "98分"
    assert wording.bound(97.5, "percent") == "97.5%"


def test_difference__of_percentages_is_in_points() -> None:
    assert wording.difference(-11.75, "percent") == "11.8个百分点"


def test_share__of_very_little_is_not_nothing() -> None:
    assert wording.share(0.0001) == "不足0.1%"
    assert wording.share(0) == "0.0%"


def test_moment__is_in_beijing_time() -> None:
    assert wording.moment(datetime(2026, 11, 22, 22, tzinfo=UTC)) == "2026年11月23日 06:00"
