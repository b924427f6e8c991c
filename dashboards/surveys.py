"""What is known of a survey's waves, laid over the figures that were computed from them.

Works on rows of mart_survey_score of one area; draws nothing.
"""

from dataclasses import replace
from typing import Any

from dashboards.judgement import Figure

Row = dict[str, Any]
REGISTERS = frozenset({"survey_answer", "survey_sample"})
"""An indicator that is computed from one of these is a survey's."""
DECISIONS = ("show", "review", "suppress")


def overlaid(figures: list[Figure], indicator_id: str, waves: list[Row]) -> list[Figure]:
    """`figures` of one survey indicator by time, with the flags and breaks of their waves.

    A flag of a wave holds for every figure of it. A figure that the publish rule suppresses
    loses its value.
    """
    return [_overlaid(figure, indicator_id, waves) for figure in figures]


def _overlaid(figure: Figure, indicator_id: str, waves: list[Row]) -> Figure:
    found = [row for row in waves if figure.first <= row["fielded_to"] <= figure.last]
    if figure.is_received or not found:
        return figure
    latest = max(row["fielded_to"] for row in found)
    wave = [row for row in found if row["fielded_to"] == latest]
    flags = sorted({flag for row in wave for flag in row["quality_flags"]})
    decisions = [row["publish_decision"] for row in wave if row["indicator_id"] == indicator_id]
    decision = max(decisions, key=DECISIONS.index, default="show")
    own = [row for row in found if row["indicator_id"] == indicator_id] or found
    marked = replace(
        figure,
        flags=tuple(flags),
        decision=decision,
        starts_series=any(row["is_series_break"] for row in own),
    )
    if decision == "suppress":
        marked = replace(marked, value=None, low=None, high=None)
    return marked


def split_by_source(figures: list[Figure]) -> list[Figure]:
    """`figures` by time, where a change between own and received ones starts a new series."""
    return [
        replace(figure, starts_series=True)
        if position and figure.is_received != figures[position - 1].is_received
        else figure
        for position, figure in enumerate(figures)
    ]
