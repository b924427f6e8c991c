"""What is sent: an issue as one ZIP, the same bytes each time, and no more than may be seen.

The office is sent the issue whole. Everyone else is sent what the open outlet holds of its
period; that moves on from day to day, so what was packed first is kept and sent again.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dagster_project.scorecards import issue, verify
from dagster_project.settings import Workspace
from dagster_project.warehouse import durable
from data_contracts import cuts, export, query
from data_contracts import snapshot as snapshots
from data_contracts.access import Scope
from data_contracts.complaint import Complaint
from data_contracts.model import Outlet
from data_contracts.scorecard import Manifest

TABLES = ("mart_scorecard", "mart_scorecard_line")
BEGINNING = (1980, 1, 1, 0, 0, 0)


class PackageError(Complaint):
    """An issue that cannot be sent to somebody with these rights."""


@dataclass(frozen=True, slots=True)
class Package:
    """An issue as it is sent; `name` tells its period, its version and for whom it is."""

    name: str
    content: bytes

    def key(self, recipient: str) -> str:
        """What tells the receiver that it has this already."""
        print_ = sha256(self.content).hexdigest()
        return sha256(f"{print_} {recipient}".encode()).hexdigest()


def ending(rights: Outlet, scope: Scope) -> str:
    """How the name of every package ends that is for somebody with these rights."""
    limited = f"-{scope.print_}" if scope.limits else ""
    return f"-{rights}{limited}.zip"


def of(workspace: Workspace, place: Path, rights: Outlet, scope: Scope) -> Package:
    """The package of the issue in folder `place` for somebody with these rights.

    Raises:
        PackageError: the issue has been altered, or the open outlet has nothing of its period.
    """
    if faults := verify.faults(place):
        raise PackageError(
            f"{place}：{faults[0].cn}没有发送。", f"{place}: {faults[0].en} It was not sent"
        )
    manifest = Manifest.model_validate_json((place / issue.MANIFEST).read_bytes())
    name = f"{manifest.period}-{manifest.version}{ending(rights, scope)}"
    if rights is Outlet.OPEN:
        return Package(name, _open(workspace, manifest, name, scope))
    files = {path: (place / path).read_bytes() for path in (*manifest.files, issue.MANIFEST)}
    return Package(name, zipped(files))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP with nothing in it but `files`: no time, no rights, no compression that may differ."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, BEGINNING)
            entry.create_system = 0
            archive.writestr(entry, content)
    return buffer.getvalue()


def _open(workspace: Workspace, manifest: Manifest, name: str, scope: Scope) -> bytes:
    kept = workspace.deliveries / "packages" / name
    if not kept.exists():
        files = _public(workspace, manifest, scope)
        with durable.private(), durable.whole(kept) as draft:
            draft.write_bytes(zipped(files))
    return kept.read_bytes()


def _public(workspace: Workspace, manifest: Manifest, scope: Scope) -> dict[str, bytes]:
    """The rows of the period in `scope` that everyone may see, and where they come from."""
    serving = snapshots.current(workspace.published)
    seen = cuts.of(serving, Outlet.OPEN, scope, workspace.home / cuts.FOLDER)
    files = {}
    for table in TABLES:
        asked = f"SELECT * FROM {table} WHERE period = '{manifest.period}' ORDER BY ALL"
        found = query.trusted(seen, asked, Outlet.OPEN)
        if found.is_empty():
            raise PackageError(
                f"{manifest.period} 的考核数据还没有对外公布，不能发给权限为 open 的接收方。",
                f"nothing of {manifest.period} is in the open outlet yet, so a recipient with "
                "rights 'open' cannot be sent anything",
            )
        files[f"{table}.csv"] = export.write(found, serving, "csv")
    said = {
        "period": manifest.period,
        "version": manifest.version,
        "snapshot_id": serving.id,
        "as_of": serving.as_of.isoformat(),
        "files": {
            path: {"sha256": sha256(content).hexdigest(), "size": len(content)}
            for path, content in files.items()
        },
    }
    return {**files, issue.MANIFEST: json.dumps(said, indent=1).encode() + b"\n"}
