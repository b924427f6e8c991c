"""Scores of lines, mechanisms and totals; the numbers are worked out beside each."""

import random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dagster_project.methods.scoring import WeightError, score
from dagster_project.methods.scoring_rules import RuleError
from tests.unit.methods.card import frame, line, share

HUNDRED = (0.0, 100.0)
BAND = "zero_low=50;full_low=80;full_high=100;zero_high=110"
STEPS = "from_70=60;from_85=80;from_95=100"


def line_of(*lines: dict[str, Any], indicator: str = "SRC01") -> dict[str, Any]:
    [found] = score(frame(*lines)).lines.filter(indicator_id=indicator).rows(named=True)
    return found


def part_of(*lines: dict[str, Any], part: str = "total") -> dict[str, Any]:
    [found] = score(frame(*lines)).parts.filter(part=part).rows(named=True)
    return found


@pytest.mark.parametrize(
    ("ends", "value", "expected"),
    [
        ((60.0, 90.0), 60.0, 0.0),
        ((60.0, 90.0), 75.0, 50.0),
        ((60.0, 90.0), 90.0, 100.0),
        ((60.0, 90.0), 59.9, 0.0),
        ((60.0, 90.0), 97.0, 100.0),
        ((20.0, 5.0), 20.0, 0.0),
        # 100 x (20 - 8) / 15
        ((20.0, 5.0), 8.0, 80.0),
        ((20.0, 5.0), 5.0, 100.0),
        ((20.0, 5.0), 31.0, 0.0),
        ((20.0, 0.0), 0.0, 100.0),
    ],
)
def test_linear__goes_from_floor_to_target_either_way(
    ends: tuple[float, float], value: float, expected: float
) -> None:
    assert line_of(share("SRC01", 1, ends, value))["score"] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (49.0, 0.0),
        (50.0, 0.0),
        (65.0, 50.0),  # halfway from 50 to 80
        (80.0, 100.0),
        (100.0, 100.0),
        (103.0, 70.0),  # 7 of the 10 from 110 down to 100
        (110.0, 0.0),
        (140.0, 0.0),
    ],
)
def test_band__is_full_inside_and_falls_either_way(value: float, expected: float) -> None:
    lines = line("SRC01", "band", score_rule_note=BAND, weight=1, value=value)
    assert line_of(lines)["score"] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(69.99, 0.0), (70.0, 60.0), (84.9, 60.0), (85.0, 80.0), (95.0, 100.0), (100.0, 100.0)],
)
def test_step__gives_what_was_reached(value: float, expected: float) -> None:
    lines = line("SRC01", "step", score_rule_note=STEPS, weight=1, value=value)
    assert line_of(lines)["score"] == expected


@pytest.mark.parametrize(("lapses", "expected"), [(0.0, 100.0), (3.0, 85.0), (20.0, 0.0), (30, 0)])
def test_deduction__takes_for_each_and_not_under_zero(lapses: float, expected: float) -> None:
    lines = line("SRC01", "deduction", score_rule_note="each=5", weight=1, numerator=lapses)
    assert line_of(lines)["score"] == expected


@pytest.mark.parametrize(
    ("count", "base", "bonus", "total"),
    [
        (2.0, 80.0, 4.0, 84.0),
        (3.0, 80.0, 5.0, 85.0),  # 6, and at most 5
        (2.0, 97.0, 4.0, 100.0),  # 101, and at most 100
    ],
)
def test_bonus__is_added_to_the_total_up_to_its_cap(
    count: float, base: float, bonus: float, total: float
) -> None:
    extra = line("SRC01", "bonus", score_rule_note="each=2;at_most=5", numerator=count)
    lines = [share("SRC02", 4, HUNDRED, base), extra]
    found = part_of(*lines)
    assert (found["score"], found["bonus_points"], found["weight"]) == (total, bonus, 4.0)
    assert part_of(*lines, part="SRC")["score"] == base
    shown = line_of(*lines)
    assert (shown["line_status"], shown["effective_weight"], shown["points"]) == (
        "scored",
        0.0,
        bonus,
    )


@pytest.mark.parametrize(
    ("count", "cap", "total", "crossed"),
    [
        (1.0, 60.0, 90.0, []),  # one is tolerated
        (2.0, 60.0, 60.0, ["RPT12"]),
        (2.0, 95.0, 90.0, ["RPT12"]),  # a cap lifts nothing
        (2.0, None, 90.0, ["RPT12"]),  # without a cap it is said and no more
    ],
)
def test_red_line__caps_the_total_and_says_so(
    count: float, cap: float | None, total: float, crossed: list[str]
) -> None:
    red = line("RPT12", "red_line", score_floor=cap, score_target=1, numerator=count)
    lines = [share("SRC01", 4, HUNDRED, 90.0), red]
    found = part_of(*lines)
    assert (found["score"], found["score_before_red_lines"]) == (total, 90.0)
    assert (found["status"], found["red_lines"]) == ("ok", crossed)
    assert part_of(*lines, part="RPT")["red_lines"] == crossed
    status = "red_line" if crossed else "shown"
    assert line_of(*lines, indicator="RPT12")["line_status"] == status


def test_red_line__without_its_count_is_missing_and_not_kept() -> None:
    red = line("RPT12", "red_line", score_target=0, value=3.0)
    assert line_of(red, indicator="RPT12")["line_status"] == "missing"


def test_two_red_lines__cap_at_the_lower() -> None:
    lines = [share("SRC01", 4, HUNDRED, 90.0)]
    for number, cap in (("RPT12", 60.0), ("RPT13", 40.0)):
        lines.append(line(number, "red_line", score_floor=cap, score_target=0, numerator=1))
    found = part_of(*lines)
    assert (found["score"], found["red_lines"]) == (40.0, ["RPT12", "RPT13"])


def test_veto__voids_the_total_and_shows_what_it_was() -> None:
    veto = line("RPT12", "veto", score_target=0, numerator=1)
    found = part_of(share("SRC01", 4, HUNDRED, 90.0), veto)
    assert (found["score"], found["score_before_red_lines"]) == (None, 90.0)
    assert (found["status"], found["red_lines"]) == ("void", ["RPT12"])


def test_veto__voids_also_what_is_insufficient() -> None:
    veto = line("RPT12", "veto", score_target=0, numerator=1)
    found = part_of(share("SRC01", 4, HUNDRED, 90.0, figure_status="missing"), veto)
    assert (found["score"], found["status"]) == (None, "void")


@pytest.mark.parametrize("status", ["not_applicable", "insufficient", "suppressed", "missing"])
def test_weight__of_a_line_without_a_score_is_shared_in_its_mechanism(status: str) -> None:
    """SRC has 4 + 3 + 2, of which 2 go to the others as 4:3; RPT keeps its 6.

    4 becomes 4 x 9/7 and 3 becomes 3 x 9/7. SRC is (4 x 100 + 3 x 30) / 7 = 70; the total is
    (9 x 70 + 6 x 40) / 15 = 870 / 15 = 58.
    """
    lines = [
        share("SRC01", 4, HUNDRED, 100.0),
        share("SRC02", 3, HUNDRED, 30.0),
        share("SRC03", 2, HUNDRED, 88.0, figure_status=status),
        share("RPT01", 6, HUNDRED, 40.0),
    ]
    found = score(frame(*lines))
    assert found.lines["effective_weight"].to_list() == [
        6.0,
        pytest.approx(36 / 7),
        pytest.approx(27 / 7),
        0.0,
    ]
    assert found.lines["line_status"].to_list() == ["scored", "scored", "scored", status]
    assert found.lines["score"].to_list() == [40.0, 100.0, 30.0, None]
    # 36/7 and 30 % of 27/7
    assert found.lines["points"].to_list() == [2.4, 5.142857, 1.157143, None]
    by_part = {row["part"]: row for row in found.parts.rows(named=True)}
    assert [by_part[part]["score"] for part in ("SRC", "RPT", "total")] == [70.0, 40.0, 58.0]
    assert [by_part["SRC"][name] for name in ("weight", "applicable_weight")] == [9.0, 7.0]
    assert by_part["total"]["applicable_weight"] == 13.0


def test_weight__of_a_mechanism_without_a_score_is_shared_among_the_others() -> None:
    """Of 20, PUN has 4; SRC 10 and RPT 6 take 12.5 and 7.5: (12.5 x 80 + 7.5 x 40) / 20 = 65."""
    lines = [
        share("SRC01", 10, HUNDRED, 80.0),
        share("RPT01", 6, HUNDRED, 40.0),
        share("PUN01", 4, HUNDRED, 0.0, figure_status="not_applicable"),
    ]
    found = score(frame(*lines))
    assert found.parts.select("part", "effective_weight", "score", "status").rows() == [
        ("total", 20.0, 65.0, "ok"),
        ("PUN", 0.0, None, "not_applicable"),
        ("RPT", 7.5, 40.0, "ok"),
        ("SRC", 12.5, 80.0, "ok"),
    ]
    assert found.lines["effective_weight"].sum() == 20


@pytest.mark.parametrize(
    ("unscored", "total", "status"), [(4, 50.0, "ok"), (5, None, "insufficient")]
)
def test_total__needs_sixty_percent_of_the_weight(
    unscored: float, total: float | None, status: str
) -> None:
    """4 of 10 unscored is 40 % and not over it; 5 of 10 is."""
    lines = [
        share("SRC01", 10 - unscored, HUNDRED, 50.0),
        share("RPT01", unscored, HUNDRED, 50.0, is_gated=True),
    ]
    found = part_of(*lines)
    assert (found["score"], found["score_before_red_lines"]) == (total, total)
    assert found["status"] == status
    assert part_of(*lines, part="SRC")["score"] == 50.0
    assert line_of(*lines, indicator="RPT01")["line_status"] == "gated"


def test_card__without_any_weight_does_not_apply() -> None:
    found = part_of(line("SRC07", "monitor", value=9.0, numerator=9.0))
    assert (found["score"], found["status"], found["weight"]) == (None, "not_applicable", 0.0)


def test_card__is_provisional_where_a_scored_line_is() -> None:
    settled = share("SRC01", 4, HUNDRED, 50.0)
    watched = line("SRC07", "monitor", value=9.0, figure_status="provisional")
    running = share("SRC02", 4, HUNDRED, 50.0, figure_status="provisional")
    assert part_of(settled, watched)["status"] == "ok"
    assert part_of(settled, running)["status"] == "provisional"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12.345, 12.35),  # a float a little under
        (2.675, 2.68),  # likewise
        (12.3449, 12.34),
        (99.995, 100.0),
    ],
)
def test_score__is_rounded_half_up(value: float, expected: float) -> None:
    assert line_of(share("SRC01", 1, HUNDRED, value))["score"] == expected


def test_total__is_not_made_of_rounded_scores() -> None:
    """0.004 and 0.005 are 0.00 and 0.01 rounded, of which the mean 0.005 would be 0.01."""
    lines = [share("SRC01", 1, HUNDRED, 0.004), share("SRC02", 1, HUNDRED, 0.005)]
    assert score(frame(*lines)).lines["score"].to_list() == [0.0, 0.01]
    assert part_of(*lines)["score"] == 0.0


def test_total__that_lies_on_a_half_is_rounded_up_though_its_parts_recur() -> None:
    """100 x 0.0001/3 + 100 x 0.0002/3 = 0.00333... + 0.00666... = 0.01; half of it is 0.005."""
    lines = [share("SRC01", 1, (0.0, 3.0), 0.0001), share("SRC02", 1, (0.0, 3.0), 0.0002)]
    assert part_of(*lines)["score"] == 0.01


def test_total__on_a_half_is_rounded_up_though_its_figures_recur() -> None:
    """4 of 48 and 17 of 48 are 8.33... and 35.41666...; their mean is 21 of 96, 21.875 exactly."""
    lines = [
        share("SRC01", 1, HUNDRED, 100.0 * 4 / 48),
        share("SRC02", 1, HUNDRED, 100.0 * 17 / 48),
    ]
    assert part_of(*lines)["score"] == 21.88


def test_rows__may_come_in_any_order() -> None:
    draw = random.Random(7)
    lines = [
        share(f"{code}{number:02}", draw.randint(1, 5), (20.0, 95.0), draw.uniform(0, 100), **who)
        for code in ("SRC", "RPT", "EVA")
        for number in range(1, 6)
        for who in ({"subject_code": "t1"}, {"subject_code": "t2"}, {"period": "2026-Q2"})
    ]
    first = score(frame(*lines))
    draw.shuffle(lines)
    second = score(frame(*lines))
    assert_frame_equal(first.lines, second.lines)
    assert_frame_equal(first.parts, second.parts)
    assert first.parts.filter(part="total").height == 3


def test_nothing__scores_nothing() -> None:
    found = score(frame())
    assert (found.lines.height, found.parts.height) == (0, 0)
    assert found.lines["score"].dtype == pl.Float64


@pytest.mark.parametrize("rule", ["monitor", "companion", "gate", "red_line", "veto", "bonus"])
def test_weight__on_what_is_never_scored_is_refused(rule: str) -> None:
    note = "each=1;at_most=2"
    wrong = line("RPT01", rule, weight=2, value=9.0, score_rule_note=note, score_target=0)
    with pytest.raises(WeightError, match="RPT01"):
        score(frame(wrong))


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"score_rule": "lottery"}, "lottery"),
        ({"score_floor": 5.0}, "target"),
        ({"score_floor": 5.0, "score_target": 5.0}, "differ"),
        ({"score_rule": "band", "score_rule_note": "zero_low=50;full_low=80"}, "full_high"),
        ({"score_rule": "band", "score_rule_note": BAND.replace("=50", "=85")}, "rise"),
        ({"score_rule": "step", "score_rule_note": "60 from 70"}, "from_70=60"),
        ({"score_rule": "step", "score_rule_note": "from_70=160"}, "100"),
        ({"score_rule": "deduction", "score_rule_note": "each=five"}, "each"),
        ({"score_rule": "bonus", "score_rule_note": "each=2"}, "at_most"),
        ({"score_rule": "bonus", "score_rule_note": "at_most=2"}, "each"),
        ({"score_rule": "red_line"}, "tolerated"),
        ({"score_rule": "veto"}, "tolerated"),
    ],
)
def test_rule__that_cannot_be_applied_is_refused(known: dict[str, Any], says: str) -> None:
    """Also where there is nothing to apply it to."""
    with pytest.raises(RuleError, match=says):
        score(frame(line("SRC01", **{"figure_status": "missing", **known})))
