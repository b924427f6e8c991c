"""A workspace changes the catalogue as docs/catalogue.md says; a wrong change is refused."""

import re
from pathlib import Path

import pytest

from dagster_project.catalogue.versions import EXAMPLE, FILE
from dagster_project.settings import Workspace
from dashboards import queries
from data_contracts.model import Outlet
from tests.integration.command import Ended, anping
from tests.integration.workspaces import HOME, Run, lay_out

DOCUMENT = Path(__file__).parents[2] / "docs" / "catalogue.md"


@pytest.fixture(scope="module")
def documented() -> str:
    [block] = re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)
    return str(block)


@pytest.fixture(scope="module")
def checked(tiny: Run, ground: Path, documented: str) -> tuple[Workspace, Ended]:
    workspace = lay_out(tiny.workspace, ground / "catalogue")
    (workspace.home / FILE).write_text(documented, encoding="utf-8")
    return workspace, anping(workspace, "check", "indicator")


@pytest.fixture(scope="module")
def changed(checked: tuple[Workspace, Ended]) -> Run:
    """After a run with the document's example, word for word."""
    workspace, _ = checked
    ended = anping(workspace, "run")
    assert ended.code == 0, ended.err
    return Run(workspace, ended)


def test_example__is_what_init_writes(documented: str, tiny: Run) -> None:
    assert documented == EXAMPLE.read_text(encoding="utf-8")
    written = (tiny.workspace.home / FILE).read_text(encoding="utf-8")
    assert documented in re.sub(r"^# ?", "", written, flags=re.M)
    assert all(line.startswith("#") for line in written.splitlines() if line)


def test_check__reads_every_version(checked: tuple[Workspace, Ended]) -> None:
    """48 as shipped, five changes and one of its own."""
    _, ended = checked
    assert ended.code == 0, ended.said
    assert "54 rows read, 54 accepted" in ended.out


def test_run__dim_indicator_shows_the_version_in_force_and_since_when(changed: Run) -> None:
    found = changed.rows(
        """
        SELECT indicator_id, version, valid_from::VARCHAR, default_weight, score_floor, limit_value,
            is_measured
        FROM dim_indicator WHERE valid_from IS NOT NULL ORDER BY indicator_id
        """
    )
    assert found == [
        ("EVA03", 2, "2026-07-01", 4, 50, None, True),
        ("EVA06", 2, "2026-07-01", 2, 80, None, False),
        ("OWN01", 1, "2026-07-01", 0, 70, None, True),
        ("RPT03", 2, "2026-10-01", 3, 70, 20, True),
        ("SUP02", 2, "2026-07-01", 5, 60, None, True),
        ("SUP04", 2, "2026-07-01", 1, 80, None, True),
    ]
    assert changed.rows("SELECT count(*) FROM dim_indicator") == [(49,)]


def test_run__figures_carry_the_version(changed: Run, tiny: Run) -> None:
    versions = "SELECT DISTINCT definition_version FROM mart_indicator_value WHERE indicator_id="
    assert tiny.rows(f"{versions}'SUP02'") == [(1,)]
    assert changed.rows(f"{versions}'SUP02'") == [(2,)]


def test_run__disabled_indicator_has_no_figure_in_any_outlet(changed: Run, tiny: Run) -> None:
    for table in ("mart_indicator_value", "mart_indicator_component"):
        count = f"SELECT count(*) FROM {table} WHERE indicator_id = 'EVA06'"
        for outlet in (Outlet.OPEN, Outlet.OFFICE):
            assert tiny.rows(count, outlet) > [(0,)]
            assert changed.rows(count, outlet) == [(0,)]


def test_run__own_indicator_is_a_share_with_its_interval(changed: Run) -> None:
    """Of the joint and the special finding of TK1, due in October, one was closed on time.

    Wilson's limits of 1 in 2 are those of his formula worked out by hand: z² is 3.8415, so
    50 ± 100 · 1.96 · √(0.25/2 + 3.8415/16) / (1 + 3.8415/2).
    """
    found = changed.rows(
        """
        SELECT subject_kind, subject_code, period, numerator, denominator, value,
            round(interval_low, 2), round(interval_high, 2), interval_method, status
        FROM mart_indicator_value
        WHERE indicator_id = 'OWN01' AND period IN ('2026-10', '2026-Q4', '2026-H2', '2026')
        ORDER BY subject_code, period
        """
    )
    one_in_two = (1, 2, 50, 9.45, 90.55, "wilson@1")
    assert [row[1:] for row in found if row[0] == "area" and row[1] == HOME] == [
        (HOME, "2026", *one_in_two, "provisional"),
        (HOME, "2026-10", *one_in_two, "ok"),
        (HOME, "2026-H2", *one_in_two, "provisional"),
        (HOME, "2026-Q4", *one_in_two, "provisional"),
    ]
    assert {row[1:6] for row in found if row[0] == "unit" and row[2] == "2026-10"} == {
        ("TK1", "2026-10", 1, 2, 50),
        ("TK2", "2026-10", 0, 0, None),
    }


def test_run__pages_list_own_indicators_and_no_disabled_ones(changed: Run) -> None:
    listed = queries.indicators(changed.snapshot)
    assert "EVA06" not in listed
    assert listed["OWN01"].name.cn == "联合和专项督导问题整改率"
    history = queries.history(changed.snapshot, HOME)
    assert "OWN01" in set(history["indicator_id"])


def test_run__with_a_faulty_catalogue_is_refused_and_the_last_snapshot_serves(changed: Run) -> None:
    path = changed.workspace.home / FILE
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("weight: 5 ", "weight: 6 "), encoding="utf-8")
    said = f"{path}: from 2026-07-01, 'weight': the weights of all indicators add up to 101"
    try:
        for word in ("check", "doctor", "run"):
            ended = anping(changed.workspace, word)
            assert ended.code == 1
            assert said in ended.said
        assert f"仍在使用快照 {changed.snapshot.id}" in ended.said
    finally:
        path.write_text(good, encoding="utf-8")
