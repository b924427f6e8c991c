"""What may be done with a period, step by step: the one way to do it."""

from datetime import datetime
from hashlib import sha256

import polars as pl

from dagster_project.methods import scoring, scoring_parts
from dagster_project.scorecards import appeals, issue, lines
from dagster_project.scorecards.entries import Deed, LifeError, refuse_personal
from dagster_project.scorecards.life import Life, held
from dagster_project.settings import Workspace
from data_contracts.scorecard import Appeal, Decision
from data_contracts.scorecard_life import Step
from data_contracts.snapshot import NoSnapshotError, Snapshot


def collect(workspace: Workspace, period: str, deed: Deed) -> Life:
    """Begins a period: figures are being gathered."""
    with held(workspace, period) as life:
        return life.add(Step.COLLECT, deed)


def trial(workspace: Workspace, period: str, deed: Deed) -> tuple[Life, pl.DataFrame]:
    """Scores the period on trial by the snapshot that serves; also gives the totals."""
    with held(workspace, period) as life:
        life.may(Step.TRIAL)
        serving = lines.served(workspace, period, deed.at, Step.TRIAL)
        found = totals(lines.of(serving, period))
        return life.add(Step.TRIAL, deed, snapshot_id=serving.id), found


def notice(workspace: Workspace, period: str, deed: Deed) -> Life:
    """The trial is made known, and may be appealed against from now on."""
    with held(workspace, period) as life:
        return life.add(Step.NOTICE, deed)


def appeal(workspace: Workspace, period: str, deed: Deed, made: Appeal) -> Life:
    """An appeal comes in, and gets its number.

    Raises:
        LifeError: no card has such a line, or its evidence is no document's number.
    """
    refuse_personal("--evidence", made.evidence_ref)
    with held(workspace, period) as life:
        life.may(Step.APPEAL)
        appeals.line(appeals.by_place(_now(workspace, life, deed.at, Step.APPEAL)), made)
        numbered = made.model_copy(update={"appeal_id": f"A{len(life.appeals) + 1:03}"})
        return life.add(Step.APPEAL, deed, appeal=numbered)


def decide(workspace: Workspace, period: str, deed: Deed, made: Decision) -> Life:
    """An appeal is decided; the whole card is recomputed, and both totals are kept.

    Raises:
        LifeError: there is no such open appeal, or the decision is not said in full.
    """
    with held(workspace, period) as life:
        life.may(Step.DECIDE)
        against, earlier = life.appeals.get(made.appeal_id, (None, None))
        if against is None or earlier is not None:
            raise LifeError(
                f"没有待决的申诉 {made.appeal_id}，请核对编号。",
                f"there is no open appeal {made.appeal_id}; check its number",
            )
        before = _now(workspace, life, deed.at, Step.DECIDE)
        appeals.refuse_unsaid(appeals.line(appeals.by_place(before), against), against, made)
        after = appeals.applied(before, [(against, made)])
        scores = {
            "score_before": appeals.total(before, against),
            "score_after": appeals.total(after, against),
        }
        return life.add(Step.DECIDE, deed, decision=made.model_copy(update=scores))


def lock(workspace: Workspace, period: str, deed: Deed) -> Life:
    """Freezes the figures, with what appeals have changed; nothing later touches them."""
    with held(workspace, period) as life:
        return _freeze(workspace, life, deed, Step.LOCK)


def publish(workspace: Workspace, period: str, deed: Deed) -> Life:
    """Issues what is locked; what is issued already stays as it is."""
    with held(workspace, period) as life:
        if life.frozen is not None and life.frozen.version in life.issues:
            return life
        return _issue(life, deed)


def restate(workspace: Workspace, period: str, deed: Deed) -> Life:
    """Freezes the figures of today as a new version and issues it beside the old one.

    Raises:
        LifeError: they are those of the version before.
    """
    with held(workspace, period) as life:
        return _issue(_freeze(workspace, life, deed, Step.RESTATE), deed)


def totals(found: pl.DataFrame) -> pl.DataFrame:
    """The total of every card."""
    parts = scoring.score(found).parts.filter(pl.col("part") == scoring_parts.TOTAL)
    names = found.select("subject_kind", "subject_code", "subject_name").unique()
    return parts.join(names, on=["subject_kind", "subject_code"], maintain_order="left")


def as_it_stands(
    workspace: Workspace, life: Life, at: datetime, is_now: bool = False
) -> pl.DataFrame | None:
    """The lines that are locked, else as a trial would have them now; none before anything."""
    if life.frozen is not None and not is_now:
        return lines.read(lines.frozen(life.folder, life.frozen)[lines.LINES])
    return _now(workspace, life, at, Step.TRIAL) if life.entries or is_now else None


def as_known_then(workspace: Workspace, life: Life, version: int, at: datetime) -> Snapshot:
    """What `anping run --as-of` has built again of the day that a version was locked from.

    Raises:
        LifeError: it has not been run for that day.
    """
    frozen = life.when_locked(version).frozen
    assert frozen is not None, "what was issued has been frozen"
    try:
        return lines.served(workspace.scratch(frozen.known_on), life.period, at, "verify")
    except NoSnapshotError:
        raise LifeError(
            f"请先运行 'anping run --as-of {frozen.known_on}'，按当日所知重算，再核验。",
            f"run 'anping run --as-of {frozen.known_on}' first, which builds that day again",
        ) from None


def _now(workspace: Workspace, life: Life, at: datetime, step: Step) -> pl.DataFrame:
    """The lines of the snapshot that serves, with what has been decided so far."""
    serving = lines.served(workspace, life.period, at, step)
    return appeals.applied(lines.of(serving, life.period), life.appeals.values())


def _freeze(workspace: Workspace, life: Life, deed: Deed, step: Step) -> Life:
    life.may(step)
    serving = lines.served(workspace, life.period, deed.at, step)
    found = appeals.applied(lines.of(serving, life.period), life.appeals.values())
    earlier = life.frozen
    if earlier and earlier.files[lines.LINES] == sha256(lines.written(found)).hexdigest():
        raise LifeError(
            f"{life.period} 的数值与第 {earlier.version} 版完全相同，无需更正。",
            f"the figures of {life.period} are those of version {earlier.version}; "
            "there is nothing to restate",
        )
    number = earlier.version + 1 if earlier else 1
    return life.add(step, deed, frozen=lines.freeze(serving, found, life.folder, number))


def _issue(life: Life, deed: Deed) -> Life:
    life.may(Step.ISSUE)
    frozen = life.frozen
    assert frozen is not None, "what is locked has been frozen"
    [reason] = [entry.why for entry in life.entries if entry.frozen == frozen]
    issue.make(life, frozen, reason if frozen.version > 1 else None, deed.at)
    manifest = issue.folder(life, frozen.version) / issue.MANIFEST
    return life.add(
        Step.ISSUE,
        deed,
        version=frozen.version,
        manifest_sha256=sha256(manifest.read_bytes()).hexdigest(),
    )
