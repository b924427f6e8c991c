"""A small published snapshot with secrets around it that no statement may give out."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from data_contracts import query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot
from tests.dashboards.snapshot_fixture import build_snapshot
from tests.unit.contracts.published import a_snapshot

VARIABLE = "ANPING_TEST_PLANTED"
BESIDE, ELSEWHERE, IN_ENVIRONMENT = "plantedbeside7c1f", "plantedelsewhere2e9a", "plantedenv5b83"
SECRETS = (BESIDE, ELSEWHERE, IN_ENVIRONMENT)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the snapshot lies, for statements that name a path."""

    snapshot: Snapshot

    def fill(self, sql: str) -> str:
        """A statement with the paths of this ground."""
        folder = self.snapshot.folder
        return (
            sql.replace("{folder}", str(folder))
            .replace("{workspace}", str(folder.parent))
            .replace("{parquet}", str(folder / "secret.parquet"))
        )

    def leaked(self, text: str) -> list[str]:
        """What of the secrets, the paths and the machine's accounts stands in `text`."""
        home = str(self.snapshot.folder.parents[1])
        wanted = [*SECRETS, *Path("/etc/passwd").read_text().splitlines()]
        return [word for word in wanted if word in text] + ([home] if home in text else [])


def plant(home: Path) -> Ground:
    """A snapshot in `home`/published, and a secret file beside it, in it and in its outlets."""
    folder = build_snapshot(home, date(2026, 11, 22))
    for place in (folder, folder.parent):
        (place / "secret.txt").write_text(BESIDE)
        (place / "secret.csv").write_text(f"word\n{BESIDE}\n")
        (place / "secret.duckdb").write_text(BESIDE)
        with duckdb.connect() as connection:
            to = place / "secret.parquet"
            connection.execute(f"COPY (SELECT '{BESIDE}' AS word) TO '{to}' (FORMAT parquet)")
    snapshot = snapshots.current(folder.parent)
    for outlet in (Outlet.OFFICE, Outlet.RESTRICTED):
        with duckdb.connect(str(snapshot.file(outlet))) as connection:
            connection.execute(f"CREATE TABLE planted AS SELECT '{ELSEWHERE}' AS word")
    return Ground(snapshot)


def in_months(folder: Path) -> Snapshot:
    """A snapshot whose restricted outlet has the table `letters` in three files; n is 1, 2, 3."""
    snapshot = a_snapshot(folder)
    months = snapshot.folder / Outlet.RESTRICTED / "letters"
    months.mkdir(parents=True)
    for number in (1, 2, 3):
        frame = query.trusted(snapshot, f"SELECT {number} AS n")
        frame.write_parquet(months / f"2026-{number:02}.parquet")
        (months / f"2026-{number:02}.parquet").chmod(0o600)
    return snapshot
