"""The surveys of the demo world: what is peculiar about each wave, and dirt that fits."""

from collections import Counter
from datetime import date

import pytest

from dagster_project.demo.periods import period_of, span_to
from dagster_project.demo.places.home import HOME, MOVED_VILLAGE, village_moves_on
from dagster_project.demo.records import World
from dagster_project.demo.surveys import dirt
from dagster_project.demo.surveys.plan import plans
from dagster_project.demo.truth.survey_flags import quality_flags
from dagster_project.demo.truth.surveys import figures
from dagster_project.demo.world import build

TODAY = date(2026, 11, 23)
AS_OF = date(2026, 11, 22)


@pytest.fixture(params=["world", "town"])
def scaled(request: pytest.FixtureRequest) -> World:
    found: World = request.getfixturevalue(request.param)
    return found


def test_plans__six_waves_and_a_small_one_over_new_year() -> None:
    waves = {plan.wave.wave_id: plan for plan in plans(span_to(TODAY))}
    assert list(waves) == [
        "AQG202405", "AQG202410", "AQG202501B", "AQG202505", "AQG202510", "AQG202605", "AQG202610",
    ]  # fmt: skip
    small = waves["AQG202501B"].wave
    assert period_of("half_year", small.fielded_from).name == "2024-H2"
    assert period_of("half_year", small.fielded_to).name == "2025-H1"
    assert [w.wave_id for w in (p.wave for p in waves.values()) if w.series == "B"] == [
        "AQG202605", "AQG202610",
    ]  # fmt: skip


def test_plans__a_wave_in_the_field_is_not_delivered() -> None:
    assert len(plans(span_to(date(2026, 10, 20)))) == 6


def test_make_surveys__flags_are_those_that_were_planned(scaled: World) -> None:
    flags = quality_flags(scaled, AS_OF)
    assert {wave: raised for wave, raised in flags.items() if raised} == {
        "AQG202505": ("low_response", "top_two_too_high", "dont_know_too_low"),
        "AQG202510": ("mode_change",),
    }


def test_make_surveys__the_coached_wave_with_another_seed() -> None:
    flags = quality_flags(build(today=TODAY, seed=7, scale="town"), AS_OF)
    assert flags["AQG202505"] == ("low_response", "top_two_too_high", "dont_know_too_low")
    assert flags["AQG202410"] == ()


def test_make_surveys__sizes_are_bounded(scaled: World) -> None:
    for wave in scaled.surveys.waves:
        people = {a.response_id for a in scaled.surveys.answers if a.wave_id == wave.wave_id}
        low, high = (140, 170) if scaled.scale == "town" else (630, 720)
        if wave.wave_id.endswith("B"):
            low, high = int(low * 0.38), int(high * 0.42)
        assert low <= len(people) <= high, wave.wave_id


def test_make_surveys__weights_are_unequal_and_designs_complex(world: World) -> None:
    for wave in world.surveys.waves:
        given = [a for a in world.surveys.answers if a.wave_id == wave.wave_id]
        assert len({answer.base_weight for answer in given}) > 10
        assert len({answer.stratum for answer in given}) == 6
        assert len({(answer.stratum, answer.cluster) for answer in given}) > 25


def test_make_surveys__moved_village_is_asked_on_both_sides(world: World) -> None:
    """Its people belong to the stratum of the town in which it lies at the time."""
    moves_on = village_moves_on(span_to(TODAY))
    ended = {wave.wave_id: wave.fielded_to for wave in world.surveys.waves}
    strata = {
        (ended[answer.wave_id] < moves_on, answer.stratum)
        for answer in world.surveys.answers
        if answer.area_code == MOVED_VILLAGE
    }
    assert strata == {(True, "S101"), (False, f"S{HOME[-3:]}")}


def test_make_surveys__completed_interviews_are_those_in_the_answers(world: World) -> None:
    asked = {
        (line.record.wave_id, line.record.area_code, line.record.response_id)
        for book in {book.wave.wave_id: book for book in world.surveys.workbooks}.values()
        for line in book.answers
    }
    completed = Counter((wave_id, area_code) for wave_id, area_code, _ in asked)
    assert completed == {
        (sample.wave_id, sample.area_code): sample.completed_count
        for sample in world.surveys.samples
    }


def test_make_surveys__dirt_of_every_kind_within_the_error_share(scaled: World) -> None:
    planted = [p for p in scaled.surveys.planted if p.contract == dirt.CONTRACT and p.faults]
    wanted: Counter[str] = Counter()
    for kind in [*dirt.kinds("AQG202405"), *dirt.repeats()]:
        wanted[kind.name] += kind.times
    assert Counter(note.kind for note in planted) == wanted
    for book in scaled.surveys.workbooks:
        bad = Counter(
            p.contract for p in scaled.surveys.planted if p.file == book.name and p.faults
        )
        assert bad["survey_answer"] <= 0.05 * len(book.answers)
        for contract, rows in (
            ("survey_item", book.items),
            ("survey_sample", book.samples),
            ("survey_margin", book.margins),
        ):
            assert bad[contract] <= 0.1 * (len(rows) + bad[contract]), book.name
    received = [p for p in scaled.surveys.planted if p.contract == "received_figure"]
    assert len(received) <= 0.1 * len(scaled.surveys.received_rows)


def test_make_surveys__a_correction_holds_whatever_came_first(world: World) -> None:
    first, corrected = (
        book for book in world.surveys.workbooks if book.wave.wave_id == "AQG202410"
    )
    assert "更正" in corrected.name
    keys = [{line.record.key for line in book.answers} for book in (first, corrected)]
    assert keys[0] - keys[1], "answers that it takes back"
    assert keys[1] - keys[0], "answers that it adds"
    current = {a for a in world.surveys.answers if a.wave_id == "AQG202410"}
    assert current == {line.record for line in corrected.answers}
    again = {line.record.key: line.record for line in first.answers}
    assert any(again[a.key] != a for a in current if a.key in again), "answers that it mends"


def test_figures__the_later_wave_of_a_half_year_counts(world: World) -> None:
    """The wave over New Year ends in the half-year of the coached one."""
    figure = figures(world, AS_OF)["EVA01", "area", "150626", "half_year", "2025-H1"]
    assert figure.value is not None
    assert figure.value > 98
    before = figures(world, date(2025, 3, 1))["EVA01", "area", "150626", "half_year", "2025-H1"]
    assert before.value is not None
    assert before.value < 96
    assert 200 < before.sample_count < 300


def test_receive__one_row_stands_there_twice_and_no_other(world: World) -> None:
    """So that rows of nothing but dirt have no other fault than their own."""
    key = ("source_body", "indicator_id", "area_code", "period")
    rows = Counter(tuple(row[name] for name in key) for row in world.surveys.received_rows)
    assert sorted(rows.values())[-2:] == [1, 2]


def test_receive__overlaps_own_figures_and_fills_the_time_before(world: World) -> None:
    own = figures(world, AS_OF)
    sent = {
        (one.indicator_id, "area", one.area_code, "half_year", one.period)
        for one in world.surveys.received
    }
    overlapping = {key for key in sent & own.keys() if own[key].sample_count}
    assert {(key[0], key[4]) for key in overlapping} == {("EVA01", "2025-H2"), ("EVA04", "2026-H1")}
    assert ("EVA01", "area", HOME, "half_year", "2023-H2") in sent
    assert {key[4] for key in sent if key[0] == "EVA04"} == {
        "2023-H2", "2024-H1", "2024-H2", "2025-H1", "2025-H2", "2026-H1",
    }  # fmt: skip
