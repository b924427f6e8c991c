"""The demo at every scale, and servers to read from, each started once and only when asked for."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.servers import Maria, Postgres, Sqlite
    from tests.integration.services import Service
    from tests.integration.workspaces import Demo


@pytest.fixture(params=["demo", "demo_town", "demo_city"], scope="module")
def scaled(request: pytest.FixtureRequest) -> "Demo":
    """The demo at every scale of an office."""
    found: Demo = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def near() -> Iterator[Path]:
    """A folder with a short path, as sockets need, that servers of other users may enter."""
    with tempfile.TemporaryDirectory(prefix="anping-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres(near: Path) -> Iterator["Postgres"]:
    from tests.integration.servers import Postgres

    server = Postgres(near / "pg")
    yield server
    server.server.stop()


@pytest.fixture(scope="session")
def maria(near: Path) -> Iterator["Maria"]:
    from tests.integration.servers import Maria

    server = Maria(near / "my")
    yield server
    server.stop()


@pytest.fixture
def sqlite(plot: Path) -> "Sqlite":
    from tests.integration.servers import Sqlite

    return Sqlite(plot / "office.db")


@pytest.fixture
def service() -> Iterator["Service"]:
    from tests.integration.services import Service, serving

    with serving(Service()) as running:
        yield running


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.integration.services import PASSWORD, PASSWORD_VARIABLE

    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
