"""An issue: an immutable folder with the scorecard as JSON, workbook and document, and evidence.

It is made as a draft and gets its name when it is whole. Nothing in it is ever changed.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from dagster_project.scorecards import content, diff, document, lines, workbook
from dagster_project.scorecards.entries import LifeError
from dagster_project.scorecards.life import Life
from dagster_project.warehouse import build, durable
from data_contracts import scorecard as agreed
from data_contracts.scorecard import Difference, File, Manifest, Scorecard, Settled
from data_contracts.scorecard_life import DIFF, FILE, Frozen

SCORECARD, SCHEMA, MANIFEST = "scorecard.json", "scorecard.schema.json", "manifest.json"
EVIDENCE = "evidence"


def folder(life: Life, number: int) -> Path:
    """Where an issue lies."""
    return life.folder / f"issue-{number}"


def make(life: Life, lock: Frozen, reason: str | None, at: datetime) -> Manifest:
    """The issue of what `lock` has frozen; one that is there already is left as it is."""
    place = folder(life, lock.version)
    if not place.exists():
        files = _files(life, lock, reason, at)
        with durable.private(), durable.whole(place) as draft:
            (draft / EVIDENCE).mkdir(parents=True)
            for name, text in files.items():
                (draft / name).write_bytes(text)
            durable.flush(draft / EVIDENCE)
    return Manifest.model_validate_json((place / MANIFEST).read_bytes())


def number(life: Life, version: int | None = None) -> int:
    """The version that is asked for, else the newest.

    Raises:
        LifeError: it has not been issued.
    """
    wanted = max(life.issues, default=0) if version is None else version
    if wanted not in life.issues:
        raise LifeError(
            f"{life.period} 还没有发布第 {wanted or 1} 版。",
            f"version {wanted or 1} of {life.period} has not been issued",
        )
    return wanted


def read(place: Path) -> Scorecard:
    """The scorecard of an issue."""
    return Scorecard.model_validate_json((place / SCORECARD).read_bytes())


def sealed(manifest: Manifest) -> bytes:
    """`manifest.json` with the hash of all that it says; no other bytes say the same."""
    said = manifest.model_dump(mode="json", exclude={"seal"})
    seal = sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return json.dumps({**said, "seal": seal}, ensure_ascii=False, indent=1).encode() + b"\n"


def _files(life: Life, lock: Frozen, reason: str | None, at: datetime) -> dict[str, bytes]:
    """Every file of an issue by its path in it."""
    frozen = lines.frozen(life.folder, lock)
    said = _scorecard(life, lock, frozen, reason, at)
    name = f"{life.period}考核评分表"
    [pdf] = document.written(said)
    files = {
        SCORECARD: content.written(said),
        SCHEMA: agreed.schema(),
        f"{name}.xlsx": workbook.written(said),
        f"{name}.pdf": pdf,
        f"{EVIDENCE}/{FILE}": life.written(),
        **{f"{EVIDENCE}/{file}": text for file, text in frozen.items()},
    }
    if reason is not None:
        files[DIFF] = _difference(life, said, reason)
    manifest = Manifest(
        **{name: getattr(said, name) for name in ("period", "version", "issued_at", "as_of")},
        **{name: getattr(said, name) for name in ("snapshot_id", "catalogue_version")},
        code_version=said.code_version,
        seed=None,
        files={
            path: File(sha256=sha256(text).hexdigest(), size=len(text))
            for path, text in sorted(files.items())
        },
        seal="0" * 64,
    )
    return {**files, MANIFEST: sealed(manifest)}


def _scorecard(
    life: Life, lock: Frozen, frozen: Mapping[str, bytes], reason: str | None, at: datetime
) -> Scorecard:
    found = lines.read(frozen[lines.LINES])
    return Scorecard(
        period_kind=found["period_kind"][0],
        period=life.period,
        version=lock.version,
        reason=reason,
        issued_at=at,
        snapshot_id=lock.snapshot_id,
        as_of=lock.as_of,
        catalogue_version=sha256(frozen[lines.DEFINITIONS]).hexdigest()[:12],
        code_version=build.code_version(),
        is_demo=lock.is_demo,
        appeals=tuple(
            Settled(appeal=appeal, decision=decision)
            for appeal, decision in life.appeals.values()
            if decision is not None
        ),
        cards=content.cards(found),
    )


def _difference(life: Life, said: Scorecard, reason: str) -> bytes:
    before = read(folder(life, said.version - 1))
    found = Difference(
        period=life.period,
        from_version=before.version,
        to_version=said.version,
        reason=reason,
        changes=diff.changes(before.cards, said.cards),
    )
    return found.model_dump_json(indent=1).encode() + b"\n"
