"""How the order of cards depends on weights, on means and on single indicators."""

import numpy as np
import pytest

from dagster_project.methods import scoring, scoring_sensitivity
from tests.unit.methods.card import frame, share

ENDS = (0.0, 100.0)


def cards(*scores: tuple[float | None, float | None, float | None]) -> scoring.Scored:
    """Towns with three lines of two mechanisms, whose values are their scores."""
    lines = []
    for number, of_town in enumerate(scores):
        for name, weight, value in zip(
            ("SRC01", "SRC02", "SUP01"), (4, 2, 4), of_town, strict=True
        ):
            status = "ok" if value is not None else "not_applicable"
            lines.append(
                share(
                    name, weight, ENDS, value or 0.0,
                    subject_code=f"t{number}", figure_status=status,
                )
            )  # fmt: skip
    return scoring.score(frame(*lines))


def test_totals__are_those_of_the_exact_engine() -> None:
    """The third has no SRC02: SRC is 40 with the weight of both, (6 × 40 + 4 × 90) / 10 = 60."""
    scored = cards((90, 60, 30), (50, 80, 70), (40, None, 90))
    exact = scored.parts.filter(part="total").sort("subject_code")["score"].to_list()
    of_group = scoring_sensitivity._cards(scored.lines)
    found = scoring_sensitivity.totals(of_group, of_group.weights[None])[0]
    np.testing.assert_allclose(found, exact, atol=0.005)
    assert exact[2] == 60


def test_sensitivity__of_cards_that_are_far_apart_is_nothing() -> None:
    [row] = scoring_sensitivity.sensitivity(
        cards((90, 91, 92), (50, 51, 52), (10, 11, 12))
    ).to_dicts()
    assert row["card_count"] == 3
    assert (row["weights_shift"], row["geometric_shift"], row["left_out_shift"]) == (0, 0, 0)
    assert row["left_out_indicator_id"] is None


def test_sensitivity__by_hand() -> None:
    """Totals 60, 55 and 50, in this order.

    (6 × (4 × 100 + 2 × 40) / 6 + 4 × 30) / 10 = (480 + 120) / 10 = 60; (4 × 40 + 2 × 75 + 4 × 60)
    / 10 = 55; 50 for the third. Without SUP01: 80, 51.67, 50: the same order. Without SRC02 the
    first has (6 × 100 + 4 × 30) / 10 = 72, the second (6 × 40 + 4 × 60) / 10 = 48, the third 50:
    two of three move by one. Without SRC01: (6 × 40 + 4 × 30) / 10 = 36, 69, 50: the first is last
    and the second first, and with 2 + 1 + 1 ranks, 4 / 3 on average, that is most.
    Geometric: 100^.4 × 40^.2 × 30^.4 = 51.4; 40^.4 × 75^.2 × 60^.4 = 53.4; 50: the first two change
    places.
    """
    [row] = scoring_sensitivity.sensitivity(
        cards((100, 40, 30), (40, 75, 60), (50, 50, 50))
    ).to_dicts()
    assert row["left_out_indicator_id"] == "SRC01"
    assert row["left_out_shift"] == pytest.approx(4 / 3)
    assert row["geometric_shift"] == pytest.approx(2 / 3)
    assert 0 < row["weights_shift"] < 2 / 3


def test_sensitivity__needs_three_cards_with_a_total() -> None:
    """Of the third 6 of 10 are not scored, and it has no total."""
    scored = cards((90, 60, 30), (50, 80, 70), (None, None, 90))
    assert scoring_sensitivity.sensitivity(scored).is_empty()
