from dataclasses import replace
from datetime import date

from dashboards import readings
from dashboards.labels import Indicator
from tests.dashboards.conftest import MakeFigure

AS_OF = date(2026, 11, 22)


def test_read__takes_a_longer_period_where_the_asked_one_rests_on_too_little(
    make_figure: MakeFigure, score: Indicator
) -> None:
    history = {
        "month": [make_figure(50.0, status="insufficient", sample=3)],
        "quarter": [make_figure(90.0, period_kind="quarter", first=date(2026, 7, 1))],
    }
    found = readings.read(score, history, "month", AS_OF)
    assert found is not None
    assert (found.figure.period_kind, found.figure.value) == ("quarter", 90.0)
    assert found.asked is not None
    assert found.asked.sample == 3


def test_read__stays_with_the_asked_period_where_none_can_be_judged(
    make_figure: MakeFigure, score: Indicator
) -> None:
    month = make_figure(None, status="not_applicable", sample=0)
    found = readings.read(score, {"month": [month]}, "month", AS_OF)
    assert found is not None
    assert (found.figure, found.asked) == (month, None)


def test_read__steps_back_over_what_is_not_released(
    make_figure: MakeFigure, score: Indicator
) -> None:
    september = make_figure(90.0, first=date(2026, 9, 1))
    october = make_figure(None, status="suppressed", reason="not_released")
    found = readings.read(score, {"month": [september, october]}, "month", AS_OF)
    assert found is not None
    assert (found.figure, found.asked) == (september, october)


def test_read__takes_a_longer_period_in_place_of_too_small_a_count(
    make_figure: MakeFigure, score: Indicator
) -> None:
    august = make_figure(80.0, first=date(2026, 8, 1))
    september = make_figure(None, first=date(2026, 9, 1), status="suppressed", reason="small_count")
    october = make_figure(None, status="suppressed", reason="not_released")
    quarter = make_figure(90.0, period_kind="quarter", first=date(2026, 7, 1))
    months = [august, september, october]
    found = readings.read(score, {"month": months, "quarter": [quarter]}, "month", AS_OF)
    assert found is not None
    assert (found.figure, found.asked) == (quarter, september)
    found = readings.read(score, {"month": months}, "month", AS_OF)
    assert found is not None
    assert (found.figure, found.asked) == (august, september)


def test_read__shows_nothing_older_than_a_year(make_figure: MakeFigure, score: Indicator) -> None:
    """The month asked for ends on 28 October 2026; 366 days before that is 27 October 2025."""
    small = make_figure(None, status="suppressed", reason="small_count")
    for ended, is_shown in ((date(2025, 10, 27), False), (date(2025, 10, 28), True)):
        before = make_figure(90.0, first=date(2025, 10, 1), last=ended)
        found = readings.read(score, {"month": [before, small]}, "month", AS_OF)
        assert found is not None
        assert (found.figure == before) is is_shown


def test_read__of_what_is_not_shown_a_range_comes_before_an_earlier_year(
    make_figure: MakeFigure, score: Indicator
) -> None:
    """But after a longer period that is shown; in its own place it stands in for nothing."""
    small = make_figure(None, status="suppressed", reason="small_count")
    ranged = replace(small, low=92.0, high=100.0)
    longer = replace(ranged, period_kind="quarter", first=date(2026, 7, 1))
    earlier = make_figure(90.0, first=date(2026, 9, 1))
    found = readings.read(score, {"month": [earlier, small], "quarter": [longer]}, "month", AS_OF)
    assert found is not None
    assert (found.figure, found.asked) == (longer, small)
    found = readings.read(score, {"month": [earlier, ranged]}, "month", AS_OF)
    assert found is not None
    assert (found.figure, found.asked) == (ranged, None)
    shown = replace(longer, status="ok", reason=None, value=95.0)
    found = readings.read(score, {"month": [ranged], "quarter": [shown]}, "month", AS_OF)
    assert found is not None
    assert found.figure == shown


def test_opening_kind__is_the_shortest_that_is_shown(
    make_figure: MakeFigure, score: Indicator
) -> None:
    small = make_figure(None, status="suppressed", reason="small_count")
    few = make_figure(50.0, status="insufficient")
    quarter = make_figure(period_kind="quarter", first=date(2026, 7, 1))
    for month, kind in ((small, "quarter"), (few, "month"), (make_figure(), "month")):
        history = {"month": [month], "quarter": [quarter]}
        assert readings.opening_kind(score, history, AS_OF) == kind
    assert readings.opening_kind(score, {"month": [small]}, AS_OF) == "month"
    assert readings.opening_kind(score, {}, AS_OF) == "month"


def test_read__says_so_where_no_period_is_shown(make_figure: MakeFigure, score: Indicator) -> None:
    small = make_figure(None, status="suppressed", reason="small_count")
    found = readings.read(score, {"month": [small], "quarter": [small]}, "month", AS_OF)
    assert found is not None
    assert (found.figure, found.asked) == (small, None)


def test_read__a_wave_has_half_years_whatever_is_asked(
    make_figure: MakeFigure, score: Indicator
) -> None:
    survey = replace(score, frequency="half_year")
    half = make_figure(period_kind="half_year", first=date(2026, 1, 1), last=date(2026, 6, 30))
    half = replace(half, settled=date(2026, 6, 30))
    for asked in ("month", "quarter", "half_year", "year"):
        found = readings.read(survey, {"half_year": [half]}, asked, AS_OF)
        assert found is not None
        assert found.figure == half


def test_read__nothing_before_the_first_settled_period(
    make_figure: MakeFigure, score: Indicator
) -> None:
    running = make_figure(status="provisional", settled=date(2027, 4, 29))
    assert readings.read(score, {"month": [running]}, "month", AS_OF) is None
    assert readings.read(score, {}, "month", AS_OF) is None


def test_kinds_of__none_shorter_than_the_catalogue_says(
    make_figure: MakeFigure, score: Indicator
) -> None:
    quarterly = replace(score, frequency="quarter")
    history = {"month": [make_figure()], "quarter": [make_figure()], "year": [make_figure()]}
    assert readings.kinds_of(quarterly, history) == ["quarter", "year"]


def test_pressing__slipped_first_then_what_costs_most(
    make_figure: MakeFigure, score: Indicator
) -> None:
    """Floor 80, target 98, weight 2: 89 costs 1, 80 costs all 2, 97 costs 1/9."""

    def reading(name: str, *values: float, **changes: object) -> readings.Reading:
        figures = tuple(
            make_figure(value, 0.5, first=date(2026, 9 + step, 1), **changes)
            for step, value in enumerate(values)
        )
        return readings.Reading(replace(score, id=name), figures, len(figures) - 1)

    found = readings.pressing(
        [
            reading("FINE", 99.0),
            reading("NEAR", 97.0),
            reading("HALF", 89.0),
            reading("ALL", 80.0),
            reading("SLIPPED", 99.5, 97.2),
            reading("COACHED", 80.0, flags=("low_response",)),
        ]
    )
    assert [found_.indicator.id for found_ in found] == ["SLIPPED", "ALL", "HALF", "NEAR"]
    assert [round(found_.loss, 4) for found_ in found[1:]] == [2.0, 1.0, 0.1111]


def test_pressing__never_what_is_only_monitored(make_figure: MakeFigure, score: Indicator) -> None:
    monitored = replace(score, direction="neutral", target=None, is_scored=False)
    figures = (make_figure(90.0, 1.0, first=date(2026, 9, 1)), make_figure(20.0, 1.0))
    assert readings.pressing([readings.Reading(monitored, figures, 1)]) == []
