"""A corrected wave takes answers back, and touches no other wave."""

from datetime import timedelta
from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from data_contracts.model import Outlet
from tests.integration.command import MORNING, anping
from tests.integration.workspaces import HOME, Run, deliver, lay_out

CONTRACTS = {
    "survey_wave": "{of: wave_id}",
    "survey_item": "{of: wave_id}",
    "survey_answer": "{of: wave_id, in_name: '_(W[0-9])'}",
}
WAVES = "批次编号,调查开始日期,调查结束日期,调查系列"
ITEMS = "调查批次,题项代码,答案代码,答案含义,是否前两级,是否有效回答,量表级数,题目版本"
ANSWERS = "调查批次,答卷编号,题项代码,调查方式,所属区划,答案代码,基础权数"


def put(workspace: Workspace, wave: str, weights: list[int], correction: str = "") -> None:
    """A wave in which everyone gives the same answer; a weight tells one from another."""
    name = f"{wave}{correction}.csv"
    fielded = f"2026-0{wave[1]}"
    deliver(workspace, f"survey_wave/_{name}", WAVES, f"{wave},{fielded}-01,{fielded}-09,A")
    deliver(workspace, f"survey_item/_{name}", ITEMS, f"{wave},Q1,1,很好,是,是,4,1")
    lines = [f"{wave},D{weight},Q1,电话,{HOME},1,{weight}" for weight in weights]
    deliver(workspace, f"survey_answer/_{name}", ANSWERS, *lines)


@pytest.fixture(scope="module")
def corrected(tiny: Run, ground: Path) -> Run:
    """Two waves of an installation; the next day the second comes again without an answer.

    The correction also holds a row of the first wave, which it does not speak for.
    """
    workspace = lay_out(tiny.workspace, ground / "corrected")
    for contract, scope in CONTRACTS.items():
        (workspace.mappings / f"{contract}.yml").write_text(
            f"contract: {contract}\nfiles: inbox/{contract}/*.csv\n"
            f"delivery: snapshot\nscope: {scope}\n",
            encoding="utf-8",
        )
    put(workspace, "W1", [1, 2])
    put(workspace, "W2", list(range(11, 41)))
    assert anping(workspace, "run").code == 0
    put(workspace, "W2", list(range(12, 41)), "_更正")
    path = workspace.inbox / "survey_answer" / "_W2_更正.csv"
    stray = f"W1,D3,Q1,电话,{HOME},1,3\n"
    path.write_text(path.read_text("gb18030") + stray, encoding="gb18030")
    ended = anping(workspace, "run", at=MORNING + timedelta(days=1))
    return Run(workspace, ended)


def test_correction__ends_the_answer_that_it_leaves_out_and_no_other(corrected: Run) -> None:
    assert corrected.ended.code == 0, corrected.ended.err
    held = corrected.built(
        "SELECT wave_id, CAST(base_weight AS INTEGER) AS weight, known_until_at IS NULL AS holds, "
        "known_from_at < (SELECT max(known_until_at) FROM raw.survey_answer) AS is_first "
        "FROM raw.survey_answer ORDER BY ALL"
    ).rows()
    assert held == [
        *(("W1", weight, True, True) for weight in (1, 2)),
        *(("W2", weight, weight != 11, True) for weight in range(11, 41)),
    ]


def test_correction__row_of_another_wave_is_quarantined(corrected: Run) -> None:
    found = corrected.rows(
        "SELECT column_name, quarantined_count FROM mart_data_quality "
        "WHERE contract = 'survey_answer' AND rule = 'outside_scope' AND quarantined_count > 0",
        Outlet.OFFICE,
    )
    assert found == [("wave_id", 1)]
