"""A quarter is issued and the ledger then changes: the issue stands, and what moves is told.

Rows of the demo's ledger are added, deleted and corrected in its workbook, and the pipeline runs.
What each scorecard says before and after is the truth of the demo's world before and after.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from dagster_project.demo.findings import ledger
from dagster_project.demo.findings.book import ledger_bytes
from dagster_project.demo.findings.records import Finding
from dagster_project.demo.lines import Line
from dagster_project.demo.records import World
from dagster_project.demo.truth.scorecards import CardLine, CardPart, scorecard_truth
from dagster_project.settings import Workspace
from data_contracts import query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.scorecard import Difference
from tests.integration.command import MORNING, anping
from tests.integration.workspaces import AS_OF, HOME, TODAY, Demo

PERIOD = "2026-Q3"
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
NEXT_DAY = MORNING + timedelta(days=1)
REASON = "补录漏登的一项，删去误登的一项，改正一项的销号日期"
Fields = dict[tuple[str, str, str], Any]
Truth = tuple[dict[tuple[str, ...], CardLine], dict[tuple[str, ...], CardPart]]


def amended(world: World) -> World:
    """The same with one finding more, one less and one closed late, all due in the quarter."""
    seats = {unit.unit_code: unit.area_code for unit in world.units}
    numbers = [line.record.finding_id for line in world.ledger]
    deleted, corrected, model = [
        line
        for line in world.ledger
        if seats[line.record.unit_code] == HOME
        and QUARTER[0] <= line.record.due_on <= QUARTER[1]
        and is_on_time(line.record)
        and not line.overrides
        and numbers.count(line.record.finding_id) == 1
    ][:3]
    late = replace(
        corrected.record,
        verified_closed_on=corrected.record.due_on + timedelta(days=5),
        updated_at=datetime.combine(AS_OF, time(8)),
    )
    added = replace(model.record, finding_id="F-2026-9999", verified_closed_on=None)
    changed = {late.finding_id: late}

    def kept(line: Line[Finding]) -> Line[Finding]:
        return replace(line, record=changed.get(line.record.finding_id, line.record))

    # The workbook merges the cells of a unit, so that a new line stands among the unit's.
    after = world.ledger.index(model) + 1
    rows = (*world.ledger[:after], replace(model, record=added), *world.ledger[after:])
    current = [changed.get(one.finding_id, one) for one in world.findings]
    return replace(
        world,
        ledger=tuple(kept(line) for line in rows if line is not deleted),
        findings=tuple(one for one in (*current, added) if one != deleted.record),
    )


def is_on_time(finding: Finding) -> bool:
    """Whether it was closed by its day."""
    return finding.verified_closed_on is not None and finding.verified_closed_on <= finding.due_on


def scores(
    truth: tuple[dict[tuple[str, ...], CardLine], dict[tuple[str, ...], CardPart]],
) -> Fields:
    """By subject, part and field what the cards of the quarter say."""
    lines, parts = truth
    said: Fields = {}
    for (period, _, code, indicator), line in lines.items():
        if period == PERIOD:
            said[code, indicator, "value"] = rounded("value", line.value)
            said[code, indicator, "score"] = rounded("score", line.score)
    for (period, _, code, part), one in parts.items():
        if period == PERIOD:
            said[code, part, "score"] = rounded("score", one.score)
    return said


def rounded(field: str, number: Any) -> float | None:
    """As it can be compared: figures are floats, of which the last digits differ."""
    if number is None:
        return None
    return round(float(number), 9) if field == "value" else float(number)


def prints(folder: Path) -> dict[str, str]:
    """A hash of every file in it."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.*")}


def totals(workspace: Workspace) -> dict[str, float | None]:
    """What the snapshot that serves says of each card, as a trial would."""
    serving = snapshots.current(workspace.published)
    sql = "SELECT subject_code, score FROM mart_scorecard WHERE part = 'total'"
    return dict(query.trusted(serving, f"{sql} AND period = '{PERIOD}'", Outlet.OFFICE).rows())


def test_issue__stands_while_rows_are_added_deleted_and_corrected(
    demo_town: Demo, town_copy: Workspace
) -> None:
    def done(*words: str, at: datetime = MORNING) -> None:
        ended = anping(town_copy, *words, at=at)
        assert ended.code == 0, ended.said

    def step(name: str, at: datetime = MORNING, why: str = "第三季度考核") -> None:
        done("scorecard", name, PERIOD, "--who", "TK", "--why", why, at=at)

    for name in ("collect", "trial", "notice", "lock", "issue"):
        step(name)
    first = town_copy.scorecards / PERIOD / "issue-1"
    second = first.with_name("issue-2")
    issued, before = prints(first), totals(town_copy)

    world = amended(demo_town.world)
    assert len(world.ledger) == len(demo_town.world.ledger)
    (town_copy.inbox / ledger.NAME).write_bytes(ledger_bytes(world))
    done("run", at=NEXT_DAY)
    then = scores(scorecard_truth(demo_town.world, AS_OF))
    now = scores(scorecard_truth(world, TODAY))
    moved = {key: (then[key], now[key]) for key in then if then[key] != now[key]}
    assert {(HOME, "SUP02", "value"), (HOME, "total", "score")} <= moved.keys()
    trial = totals(town_copy)
    assert {code: trial[code] for code in trial if trial[code] != before[code]} == {
        code: after for (code, part, _), (_, after) in moved.items() if part == "total"
    }
    assert prints(first) == issued

    step("restate", NEXT_DAY, REASON)
    found = Difference.model_validate_json((second / "diff.json").read_bytes())
    assert found.reason == REASON
    assert {
        (one.subject_code, one.part, one.field): (
            rounded(one.field, one.before),
            rounded(one.field, one.after),
        )
        for one in found.changes
        if one.field in ("value", "score")
    } == moved
    assert prints(first) == issued
    done("run", "--as-of", f"{TODAY}", at=NEXT_DAY)
    for words in (("--version", "1"), ("--version", "2"), ("--version", "1", "--raw")):
        done("scorecard", "verify", PERIOD, *words, at=NEXT_DAY)
