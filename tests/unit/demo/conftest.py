"""One demo world for all tests that only look at it."""

from datetime import date

import pytest

from dagster_project.demo.records import World
from dagster_project.demo.world import build

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def world() -> World:
    return build(today=TODAY)


@pytest.fixture(scope="session")
def town() -> World:
    return build(today=TODAY, scale="town")
