"""The ground on which hostile statements are tried."""

from pathlib import Path

import pytest

from tests.sandbox.planted import Ground, plant


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A snapshot with secrets around it; only to be read."""
    home: Path = tmp_path_factory.mktemp("planted")
    return plant(home)
