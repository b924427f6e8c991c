"""Whether an issue is what was issued, and whether its scores follow from its evidence."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from dagster_project.scorecards import appeals, content, diff, issue, lines
from dagster_project.scorecards.diff import Cards
from dagster_project.scorecards.life import Life
from data_contracts.complaint import Complaint
from data_contracts.model import Text
from data_contracts.scorecard import Manifest, Scorecard
from data_contracts.snapshot import Snapshot

SHARED = ("period", "version", "issued_at", "snapshot_id", "as_of")
SHARED_VERSIONS = ("catalogue_version", "code_version")


def faults(place: Path, manifest_sha256: str | None = None) -> list[Text]:
    """Everything that is wrong with the issue in folder `place`; nothing where it stands.

    `manifest_sha256` is what the log of the period says of its manifest, where that is at hand.
    """
    path = place / issue.MANIFEST
    written = path.read_bytes() if path.is_file() else b""
    manifest = _manifest(written)
    if manifest is None or manifest_sha256 not in (None, sha256(written).hexdigest()):
        return [
            Text(
                f"{issue.MANIFEST} 缺失或被改动。",
                f"{issue.MANIFEST} is missing or has been altered.",
            )
        ]
    found = [*_files(place, manifest)]
    return found or [*_scores(place, manifest)]


def against_raw(life: Life, said: Scorecard, known: Snapshot) -> list[Text]:
    """What an issue has other than `known`, which was built again from what was received."""
    settled = life.when_locked(said.version).appeals.values()
    again = content.cards(appeals.applied(lines.of(known, life.period), settled))
    return [*_differences(said.cards, again, Text("按原始数据重算", "recomputed from raw"))]


def _manifest(written: bytes) -> Manifest | None:
    """What it says, if its seal holds and it is written as it was."""
    try:
        manifest = Manifest.model_validate_json(written)
    except ValidationError:
        return None
    return manifest if issue.sealed(manifest) == written else None


def _files(place: Path, manifest: Manifest) -> Iterator[Text]:
    there = {
        path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()
    } - {issue.MANIFEST}
    for name in sorted(there | manifest.files.keys()):
        said = manifest.files.get(name)
        if said is None:
            yield Text(f"{name} 不在清单中。", f"{name} is not in the manifest.")
        elif name not in there:
            yield Text(f"{name} 缺失。", f"{name} is missing.")
        elif sha256((place / name).read_bytes()).hexdigest() != said.sha256:
            yield Text(f"{name} 被改动。", f"{name} has been altered.")


def _scores(place: Path, manifest: Manifest) -> Iterator[Text]:
    """What the evidence does not bear out."""
    try:
        said = issue.read(place)
        evidence = lines.read((place / issue.EVIDENCE / lines.LINES).read_bytes())
        recomputed = content.cards(evidence)
    except (ValueError, Complaint) as error:
        kind = type(error).__name__
        yield Text(f"不能按依据重算（{kind}）。", f"It cannot be recomputed ({kind}).")
        return
    yield from _facts(said, manifest)
    yield from _differences(said.cards, recomputed, Text("按依据重算", "recomputed"))


def _differences(issued: Cards, again: Cards, how: Text) -> Iterator[Text]:
    for change in diff.changes(issued, again):
        where = f"{change.subject_code} {change.part} {change.field}"
        yield Text(
            f"{where}：表中为 {change.before}，{how.cn}为 {change.after}。",
            f"{where}: issued as {change.before}, {how.en} as {change.after}.",
        )


def _facts(said: Scorecard, manifest: Manifest) -> Iterator[Text]:
    for name in (*SHARED, *SHARED_VERSIONS):
        if getattr(said, name) != getattr(manifest, name):
            yield Text(
                f"{name} 在清单和评分表中不一致。",
                f"{name} is not the same in manifest and scorecard.",
            )
