"""One demo world for all tests that only look at it."""

from datetime import date, timedelta

import pytest

from dagster_project.demo.records import World
from dagster_project.demo.truth.figures import Figure, FigureKey
from dagster_project.demo.truth.indicators import indicator_truth
from dagster_project.demo.world import build

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def world() -> World:
    return build(today=TODAY)


@pytest.fixture(scope="session")
def town() -> World:
    return build(today=TODAY, scale="town")


@pytest.fixture(scope="session")
def figures(world: World) -> dict[FigureKey, Figure]:
    """The truth about all indicators on the eve of the world's day."""
    return indicator_truth(world, TODAY - timedelta(days=1))
