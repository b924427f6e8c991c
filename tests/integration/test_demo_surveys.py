"""Survey estimates of the demo world against what the generator knows, item by item."""

from typing import Any

from dagster_project.demo.truth.survey_scores import Score, scores
from data_contracts.model import Outlet
from tests.integration.test_demo_truth import assert_same
from tests.integration.workspaces import AS_OF, Demo


def test_mart_survey_score__equals_truth(scaled: Demo) -> None:
    rows = scaled.rows(
        "SELECT wave_id, area_code, item_code, indicator_id, wording_version, scale_points, "
        "answer_count, valid_count, effective_count, design_effect, degrees_of_freedom, "
        "mean_index, index_error, index_low, index_high, top_two_percent, top_two_error, "
        "top_two_low, top_two_high, publish_decision, publish_reason, is_series_break, "
        "quality_flags, is_flagged FROM mart_survey_score",
        Outlet.OFFICE,
    )
    truth = {key: shown(score) for key, score in scores(scaled.world, AS_OF).items()}
    assert len(truth) > 50
    assert {row[19] for row in rows} >= {"show", "suppress"}
    assert_same(truth, {row[:3]: (*row[3:22], tuple(row[22]), row[23]) for row in rows})


def shown(score: Score) -> tuple[Any, ...]:
    """What of an estimate is published: nothing that is suppressed."""
    one = score.estimate
    is_hidden = one.publish_decision == "suppress"
    estimates = (
        *(one.mean_index, one.index_standard_error, one.index_low, one.index_high),
        *(one.top_two_percent, one.top_two_standard_error, one.top_two_low, one.top_two_high),
    )
    return (
        score.indicator_id,
        score.wording_version,
        score.scale_points,
        score.answer_count,
        one.valid_count,
        one.effective_count,
        one.design_effect,
        one.degrees_of_freedom,
        *(None if is_hidden or value is None else float(value) for value in estimates),
        one.publish_decision,
        one.publish_reason,
        score.is_series_break,
        score.quality_flags,
        bool(score.quality_flags),
    )
