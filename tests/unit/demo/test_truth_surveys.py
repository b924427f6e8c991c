"""The truth about surveys and received figures, worked out by hand on a few answers.

wave W, 20 January to 31 January, in village V, which lies in S until then
answer  weight  EVA01 item          score
a       1       safe (1)            100
b       1       fairly safe (2)     66.67
c       2       unsafe (4)          0
d       5       refused (8)         not valid
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from dagster_project.demo.records import World
from dagster_project.demo.surveys.questionnaire import items
from dagster_project.demo.surveys.records import Answer, Margin, Received, Sample, Surveys, Wave
from dagster_project.demo.truth.figures import Figure
from dagster_project.demo.truth.received import filled_in, period_named
from dagster_project.demo.truth.survey_flags import quality_flags
from dagster_project.demo.truth.survey_scores import indicator_scores, scores
from dagster_project.demo.truth.surveys import figures
from tests.unit.demo.small_world import small_world

AS_OF = date(2026, 2, 2)
LAST = date(2026, 6, 30)
WAVE = Wave("W", date(2026, 1, 20), date(2026, 1, 31), "A")
GIVEN = (("a", "1", "1"), ("b", "2", "1"), ("c", "4", "2"), ("d", "8", "5"))


def answer(number: str, code: str, weight: str, **fields: Any) -> Answer:
    given: dict[str, Any] = {
        "wave_id": "W", "item_code": "Q1", "mode": "phone", "area_code": "V",
        "sector_code": None, "stratum": "S", "cluster": "P", "age_band": "60_up", "sex": "male",
    }  # fmt: skip
    return Answer(
        response_id=number,
        answer_code=code,
        base_weight=Decimal(weight),
        **{**given, **fields},
    )


def surveyed(*waves: Wave, **tables: Any) -> World:
    listed = waves or (WAVE,)
    given = {
        "waves": listed,
        "items": tuple(item for wave in listed for item in items(wave.wave_id, 1)),
        "answers": tuple(answer(*one) for one in GIVEN),
        "samples": (Sample("W", "phone", "V", 90, 60, 40, 4, 30),),
    }
    return small_world(surveys=Surveys(**{**given, **tables}))


def half_year(world: World, indicator_id: str, area_code: str, as_of: date = AS_OF) -> Figure:
    return figures(world, as_of)[indicator_id, "area", area_code, "half_year", "2026-H1"]


@pytest.mark.parametrize("area_code", ["S", "B"])
def test_figures__weighted_by_hand(area_code: str) -> None:
    """Good 1 + 1 of 4; mean (100 + 66.67 + 0) / 4; 4 of 40 eligible took part; no doubts.

    Three answers are too few for an estimate to be told.
    """
    world = surveyed()
    untold = of_wave(None, 4, 3, None)._replace(publish_reason="effective_count_below_30")
    assert half_year(world, "EVA01", area_code) == untold
    assert half_year(world, "EVA07", area_code) == untold
    assert half_year(world, "EVA08", area_code) == of_wave(4, 40, 40, Fraction(10))
    found = indicator_scores(world, AS_OF)["W", area_code, "EVA01"].estimate
    assert found.top_two_percent == 50
    assert found.mean_index == Fraction("166.67") / 4


def of_wave(numerator: int | None, denominator: int, count: int, value: Fraction | None) -> Figure:
    flags = ("low_response", "dont_know_too_low")
    return Figure(numerator, denominator, count, value, LAST, "insufficient", quality_flags=flags)


def test_figures__raked_weights_keep_the_sum_of_base_weights() -> None:
    """Three quarters of the people are women: a and d weigh 6.75 of 9, b and c 2.25.

    a weighs 1.125, b 0.75 and c 1.5; d refuses.
    """
    sexes = {"a": "female", "d": "female"}
    world = surveyed(
        margins=(Margin("W", "sex", "female", 3), Margin("W", "sex", "male", 1)),
        answers=tuple(
            answer(number, code, weight, sex=sexes.get(number, "male"))
            for number, code, weight in GIVEN
        ),
    )
    assert half_year(world, "EVA01", "B").denominator == pytest.approx(3.375)
    score = scores(world, AS_OF)["W", "B", "Q1"].estimate
    assert score.top_two_percent == pytest.approx(100 * 1.875 / 3.375)


def test_figures__no_wave_no_flags() -> None:
    assert half_year(surveyed(), "EVA01", "T").quality_flags == ()


def test_quality_flags__a_wave_without_anything() -> None:
    assert quality_flags(surveyed(answers=(), samples=()), AS_OF) == {"W": ()}


def test_figures__village_counts_where_it_lay_on_the_last_day() -> None:
    """It moves to T on 1 February, a day after the wave has ended."""
    assert half_year(surveyed(), "EVA01", "T").status == "not_applicable"
    later = Wave("W", date(2026, 1, 20), date(2026, 2, 1), "A")
    assert half_year(surveyed(later), "EVA01", "T").sample_count == 3
    assert half_year(surveyed(later), "EVA01", "S").sample_count == 0


def test_figures__a_wave_in_the_field_does_not_count() -> None:
    assert figures(surveyed(), date(2026, 1, 30)) == {}


def test_figures__item_without_indicator_counts_nowhere() -> None:
    world = surveyed(answers=(answer("a", "1", "1", item_code="Q4"),))
    assert half_year(world, "EVA01", "S").sample_count == 0
    assert scores(world, AS_OF)["W", "S", "Q4"].indicator_id is None


def test_scores__one_cluster_says_nothing_of_precision() -> None:
    """By Kish from weights 1, 1, 2: 16 / 6."""
    score = scores(surveyed(), AS_OF)["W", "S", "Q1"]
    assert score.answer_count == 4
    found = score.estimate
    assert (found.valid_count, found.degrees_of_freedom) == (3, 0)
    assert found.effective_count == pytest.approx(8 / 3)
    assert (found.interval_count, found.top_two_low, found.index_high) == (None, None, None)
    assert (found.publish_decision, found.publish_reason) == (
        "suppress",
        "effective_count_below_30",
    )


def test_indicator_scores__items_pooled() -> None:
    """A second item of EVA01, answered once: good answers weigh 3 of 5."""
    listed = items("W", 1)
    more = tuple(replace(item, item_code="Q1b") for item in listed if item.item_code == "Q1")
    given = tuple(answer(*one) for one in GIVEN)
    world = surveyed(
        items=(*items("W", 1), *more), answers=(*given, answer("a", "1", "1", item_code="Q1b"))
    )
    found = indicator_scores(world, AS_OF)
    assert found.keys() == {("W", "S", "EVA01"), ("W", "B", "EVA01")}
    pooled = found["W", "S", "EVA01"]
    assert (pooled.answer_count, pooled.estimate.valid_count) == (5, 4)
    assert pooled.estimate.top_two_percent == 60
    assert pooled.estimate.mean_index == Fraction("266.67") / 5
    assert pooled.quality_flags == ("low_response", "top_two_too_high", "dont_know_too_low")


@pytest.mark.parametrize(
    ("series", "mode", "is_break"),
    [("A", "phone", False), ("B", "phone", True), ("A", "face_to_face", True)],
)
def test_scores__break_of_series_or_mode(series: str, mode: str, is_break: bool) -> None:
    second = Wave("X", date(2026, 2, 1), date(2026, 2, 2), series)
    world = surveyed(
        WAVE,
        second,
        answers=(
            answer("a", "1", "1", area_code="S"),
            answer("b", "1", "1", area_code="S", wave_id="X", mode=mode),
        ),
        samples=(Sample("W", "phone", "S", 9, 6, 4, 1, 3), Sample("X", mode, "S", 9, 6, 4, 1, 3)),
    )
    found = scores(world, AS_OF)
    assert found["W", "S", "Q1"].is_series_break is False
    assert found["X", "S", "Q1"].is_series_break is is_break
    flags = ("mode_change",) if mode != "phone" else ()
    assert ("mode_change" in found["X", "S", "Q1"].quality_flags) is bool(flags)


def received(body: str, received_on: date, value: str = "80", **fields: Any) -> Received:
    given: dict[str, Any] = {"indicator_id": "EVA01", "area_code": "S", "period": "2026-H1"}
    return Received(
        source_body=body,
        value=Decimal(value),
        n=100,
        interval_low=None,
        interval_high=None,
        received_on=received_on,
        **{**given, **fields},
    )


KEY = ("EVA01", "area", "S", "half_year", "2026-H1")


def filled(own_count: int | None, *sent: Received) -> Figure | None:
    world = small_world(surveys=Surveys(received=sent))
    own = {} if own_count is None else {KEY: Figure(1, 1, own_count, Fraction(1), LAST, "ok")}
    return filled_in(own, world, AS_OF, {"EVA01": 100}).get(KEY)


def test_filled_in__only_where_there_is_nothing() -> None:
    sent = received("city", date(2026, 1, 5))
    expected = Figure(None, 100, 100, Fraction(80), LAST, "provisional", "received")
    assert filled(None, sent) == expected
    assert filled(0, sent) == expected
    own = filled(1, sent)
    assert own is not None
    assert own.figure_source == "own"


def test_filled_in__the_latest_then_the_first_by_code() -> None:
    figure = filled(
        None,
        received("third_party", date(2026, 1, 9), "70"),
        received("region", date(2026, 1, 9), "75"),
        received("city", date(2026, 1, 5), "80"),
        received("city", date(2026, 2, 3), "85", area_code="T"),
    )
    assert figure is not None
    assert figure.value == 75


def test_filled_in__what_comes_after_the_cut_off_is_not_there() -> None:
    assert filled(None, received("city", date(2026, 2, 3))) is None


@pytest.mark.parametrize(
    ("name", "kind", "first", "last"),
    [
        ("2026-02", "month", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-Q2", "quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-H2", "half_year", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", "year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_period_named__every_kind(name: str, kind: str, first: date, last: date) -> None:
    period = period_named(name)
    assert (period.kind, period.name, period.first, period.last) == (kind, name, first, last)
