"""All figures of all domains, gathered."""

from datetime import date
from typing import Final

from dagster_project.demo.records import World
from dagster_project.demo.truth import (
    clues,
    findings,
    hotline,
    justice,
    letters,
    organisation,
    received,
    sectors,
    supervision,
    survey_estimates,
    surveys,
    transfers,
    villages,
)
from dagster_project.demo.truth.figures import Component, ComponentKey, Figure, FigureKey

MIN_DENOMINATOR: Final = {
    **hotline.MIN_DENOMINATOR,
    **findings.MIN_DENOMINATOR,
    **letters.MIN_DENOMINATOR,
    **sectors.MIN_DENOMINATOR,
    **transfers.MIN_DENOMINATOR,
    **justice.MIN_DENOMINATOR,
    **survey_estimates.MIN_DENOMINATOR,
    **villages.MIN_DENOMINATOR,
    # Measured by upper levels alone.
    **dict.fromkeys(("EVA04", "EVA05"), 100),
    **supervision.MIN_DENOMINATOR,
    **organisation.MIN_DENOMINATOR,
    **survey_estimates.MIN_DENOMINATOR,
}


def indicator_truth(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """Every indicator of every area from town level up and every unit in every period.

    The key is (indicator_id, subject_kind, subject_code, period_kind, period). There is a
    figure for each cell, also for those without a case.
    """
    own = {
        **hotline.figures(world, as_of),
        **findings.figures(world, as_of),
        **clues.figures(world, as_of),
        **letters.figures(world, as_of),
        **sectors.figures(world, as_of),
        **transfers.figures(world, as_of),
        **justice.figures(world, as_of),
        **supervision.figures(world, as_of),
        **organisation.figures(world, as_of),
        **surveys.figures(world, as_of),
        **villages.figures(world, as_of),
    }
    return received.filled_in(own, world, as_of, MIN_DENOMINATOR)


def component_truth(world: World, as_of: date) -> dict[ComponentKey, Component]:
    """The components of composite indicators, under (indicator_id, component, *cell)."""
    return {
        **hotline.components(world, as_of),
        **clues.components(world, as_of),
        **letters.components(world, as_of),
        **justice.components(world, as_of),
    }
