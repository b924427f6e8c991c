"""Three whole scorecards, worked out by hand in the text of each test."""

from typing import Any

import polars as pl

from dagster_project.methods.scoring import score
from tests.unit.methods.card import frame, line, share

BAND = "zero_low=50;full_low=80;full_high=100;zero_high=110"
STEPS = "from_70=60;from_85=80;from_95=100"


def parts(*lines: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    columns = ("part", "weight", "applicable_weight", "score", "status")
    return {row[0]: row[1:] for row in score(frame(*lines)).parts.select(columns).rows()}


def scores(*lines: dict[str, Any]) -> dict[str, tuple[str, float | None]]:
    found = score(frame(*lines)).lines.select("indicator_id", "line_status", "score")
    return {indicator: (status, points) for indicator, status, points in found.rows()}


def test_town__of_which_a_whole_mechanism_does_not_apply() -> None:
    """A town's third quarter; nobody had to be trained, and no letter was due.

    SRC  11, of which  8: (4 x 50 + 3 x 80 + 1 x 100) / 8      = 540 / 8  = 67.5
    RPT  11            : (5 x 80 + 2 x 75 + 4 x 50) / 11       = 750 / 11 = 68.18
    PUN   3, of which  0: not applicable
    SUP   6            : (4 x 10 + 2 x 100) / 6                = 240 / 6  = 40
    ORG   3            : (2 x 50 + 1 x 60) / 3                 = 160 / 3  = 53.33
    All  34, of which 28: 6 of 34 is 17.6 % and no more than 40 %.
    The 3 of PUN go to the other 31: each carries 34/31.
    Total: (11 x 67.5 + 750 + 240 + 160) / 31 = 1892.5 / 31 = 61.048
    """
    lines = [
        share("SRC02", 4, (70, 100), 85.0),  # 15 of 30
        share("SRC03", 3, (20, 5), 8.0),  # 12 of 15
        line("SRC05", weight=3, score_floor=70, score_target=100, figure_status="not_applicable"),
        share("SRC13", 1, (70, 100), 100.0),
        share("RPT04", 5, (70, 100), 94.0),  # 24 of 30
        share("RPT05", 2, (20, 0), 5.0),  # 15 of 20
        line("RPT06", "monitor", value=31.0, numerator=5.0, denominator=16.0),
        share("RPT08", 4, (80, 100), 90.0),  # 10 of 20
        line("PUN04", weight=3, score_floor=70, score_target=95, figure_status="not_applicable"),
        share("SUP02", 4, (70, 100), 73.0),  # 3 of 30
        share("SUP04", 2, (80, 100), 100.0),
        share("ORG01", 2, (0, 100), 50.0),
        line("ORG03", "band", weight=1, score_rule_note=BAND, value=104.0),  # 6 of the last 10
    ]
    assert parts(*lines) == {
        "total": (34, 28, 61.05, "ok"),
        "SRC": (11, 8, 67.5, "ok"),
        "RPT": (11, 11, 68.18, "ok"),
        "PUN": (3, 0, None, "not_applicable"),
        "SUP": (6, 6, 40, "ok"),
        "ORG": (3, 3, 53.33, "ok"),
    }
    found = score(frame(*lines))
    # 4 x 11/8 x 34/31 = 187/31 = 6.032258..., of which the half is 3.016129.
    [(effective, points)] = (
        found.lines.filter(indicator_id="SRC02").select("effective_weight", "points").rows()
    )
    assert (round(effective, 6), points) == (6.032258, 3.016129)
    assert round(found.lines["effective_weight"].sum(), 9) == 34
    # 34 x 61.048... / 100
    assert round(found.lines["points"].sum(), 5) == 20.75645


def test_banner__that_crossed_a_red_line() -> None:
    """A banner's year, in which a reporter's name got out once: none is tolerated, cap 60.

    SRC   9            : (4 x 100 + 4 x 100 + 1 x 50) / 9      = 850 / 9  = 94.44
    RPT  10            : (3 x 90 + 5 x 60 + 2 x 80) / 10       = 730 / 10 = 73
    PUN   5            : (3 x 100 + 2 x 75) / 5                = 450 / 5  = 90
    SUP   4, of which  2: 100, for two listed cases are too few
    EVA  12, of which  6: 75, for one survey may have been coached
    ORG   1            : 50, and its half-year is not over
    All  41, of which 33: 8 of 41 is 19.5 %.
    Total: (850 + 730 + 450 + 400 + 900 + 50) / 41 = 3380 / 41 = 82.439, and 60 by the red line
    """
    lines = [
        share("SRC01", 4, (60, 90), 90.0),
        share("SRC02", 4, (70, 100), 100.0),
        share("SRC12", 1, (70, 98), 84.0),  # 14 of 28
        share("RPT03", 3, (70, 100), 97.0),  # 27 of 30
        share("RPT04", 5, (70, 100), 88.0),  # 18 of 30
        share("RPT09", 2, (20, 0), 4.0),  # 16 of 20
        line("RPT12", "red_line", score_floor=60, score_target=0, value=1.0, numerator=1.0),
        share("PUN02", 3, (60, 100), 100.0),
        share("PUN05", 2, (80, 100), 95.0),  # 15 of 20
        share("SUP01", 2, (50, 100), 100.0),
        share("SUP03", 2, (60, 100), 100.0, denominator=2.0, figure_status="insufficient"),
        share("EVA01", 6, (80, 98), 93.5),  # 13.5 of 18
        share("EVA02", 6, (75, 95), 99.0, is_gated=True),
        line("EVA08", "gate", value=16.0),
        share("ORG06", 1, (70, 100), 85.0, figure_status="provisional"),  # 15 of 30
    ]
    for one in lines:
        one |= {"period_kind": "year", "period": "2026", "level": "banner"}
    assert parts(*lines) == {
        "total": (41, 33, 60, "provisional"),
        "SRC": (9, 9, 94.44, "ok"),
        "RPT": (10, 10, 73, "ok"),
        "PUN": (5, 5, 90, "ok"),
        "SUP": (4, 2, 100, "ok"),
        "EVA": (12, 6, 75, "ok"),
        "ORG": (1, 1, 50, "provisional"),
    }
    [total] = score(frame(*lines)).parts.filter(part="total").rows(named=True)
    assert (total["score_before_red_lines"], total["red_lines"]) == (82.44, ["RPT12"])
    found = scores(*lines)
    assert found["RPT12"] == ("red_line", None)
    assert found["SUP03"] == ("insufficient", None)
    assert found["EVA02"] == ("gated", None)
    assert found["EVA08"] == ("shown", None)


def unit(closed_on_time: float) -> list[dict[str, Any]]:
    """A unit's third quarter, with so many of its five findings closed on time."""
    lines = [
        share("SRC02", 4, (70, 100), 82.0),  # 12 of 30
        share("SRC05", 3, (70, 100), 100.0),
        share("SRC06", 3, (60, 100), 80.0),  # 20 of 40
        line("SRC07", "monitor", value=2.0, numerator=2.0),
        share("RPT02", 2, (70, 100), 71.5),  # 1.5 of 30
        share("RPT08", 4, (80, 100), 87.0),  # 7 of 20
        share("PUN04", 3, (70, 95), 90.0),  # 20 of 25
        share("SUP02", 4, (70, 100), 100 * closed_on_time / 5, numerator=closed_on_time),
        line("SUP04", "step", weight=2, score_rule_note=STEPS, value=92.0),
        share("ORG02", 2, (60, 100), 90.0),  # 30 of 40
        line("ORG07", "deduction", weight=1, score_rule_note="each=5", numerator=3.0),
        line("ORG08", "bonus", score_rule_note="each=2;at_most=5", numerator=4.0),
    ]
    return [one | {"subject_kind": "unit", "subject_code": "U1", "level": "unit"} for one in lines]


def test_unit__whose_bonus_is_at_its_cap_appeals() -> None:
    """Three findings of five were on time, and on appeal four.

    SRC  10: (4 x 40 + 3 x 100 + 3 x 50) / 10                  = 610 / 10 = 61
    RPT   6: (2 x 5 + 4 x 35) / 6                              = 150 / 6  = 25
    PUN   3: 80
    SUP   6: 60 % is below the floor: (4 x 0 + 2 x 80) / 6     = 160 / 6  = 26.67
    ORG   3: (2 x 75 + 1 x 85) / 3                             = 235 / 3  = 78.33
    Total: (610 + 150 + 240 + 160 + 235) / 28 = 1395 / 28 = 49.821, and 5 of the bonus: 54.82.
    On appeal 80 % is 10 of 30, 33.33: SUP is (4 x 33.33 + 160) / 6 = 48.89, and the total
    (1395 + 133.33) / 28 = 54.583, with the bonus 59.58.
    """
    before, after = parts(*unit(3)), parts(*unit(4))
    assert before == {
        "total": (28, 28, 54.82, "ok"),
        "SRC": (10, 10, 61, "ok"),
        "RPT": (6, 6, 25, "ok"),
        "PUN": (3, 3, 80, "ok"),
        "SUP": (6, 6, 26.67, "ok"),
        "ORG": (3, 3, 78.33, "ok"),
    }
    assert after == before | {"total": (28, 28, 59.58, "ok"), "SUP": (6, 6, 48.89, "ok")}
    assert scores(*unit(3)).items() - scores(*unit(4)).items() == {("SUP02", ("scored", 0.0))}
    assert scores(*unit(4))["SUP02"] == ("scored", 33.33)
    bonus = score(frame(*unit(3))).parts.filter(pl.col("bonus_points") > 0)
    assert bonus.select("part", "bonus_points").rows() == [("total", 5.0), ("ORG", 5.0)]
