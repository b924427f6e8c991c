"""A filled form handed in: judged as a load would judge it, kept once, and read by the next run."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from dagster_project.checks import predicates
from dagster_project.settings import Workspace
from data_contracts import loader
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.query import trusted
from data_contracts.renderings import template
from tests.integration.command import MORNING, anping
from tests.integration.form import fill, findings

REGISTER = "supervision_finding"


def handed_in(workspace: Workspace) -> list[Path]:
    return sorted(p for p in (workspace.inbox / "填报").rglob("*") if p.is_file())


def test_submit__puts_a_form_into_the_inbox_and_the_next_run_loads_it(
    tiny_copy: Workspace, tmp_path: Path
) -> None:
    form = fill(tmp_path / "sent.xlsx", findings(3))
    done = anping(tiny_copy, "submit", REGISTER, str(form))
    assert done.code == 0, done.err
    [kept] = handed_in(tiny_copy)
    assert kept.parent.name == "督导问题"
    assert kept.read_bytes() == form.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0, "others may read it"
    assert kept.name in done.err
    ended = anping(tiny_copy, "run", at=MORNING + timedelta(days=1))
    assert ended.code == 0, ended.err
    serving = snapshots.current(tiny_copy.published)
    found = trusted(
        serving, "SELECT finding_id FROM fct_supervision_finding ORDER BY 1", Outlet.OPEN
    )
    assert [name for (name,) in found.rows()] == ["F1", "F2", "F3", "G1", "G2", "G3"]


def test_submit__keeps_the_same_bytes_once(tiny_copy: Workspace, tmp_path: Path) -> None:
    form = fill(tmp_path / "sent.xlsx", findings(3))
    for _ in range(2):
        done = anping(tiny_copy, "submit", REGISTER, str(form))
        assert done.code == 0, done.err
    assert "已经交过" in done.err
    assert len(handed_in(tiny_copy)) == 1


def test_submit__tells_row_column_rule_and_masked_value_and_keeps_sound_rows(
    tiny_copy: Workspace, tmp_path: Path
) -> None:
    """The header is row 1, so that the finding after 29 sound ones stands in row 31."""
    rows = [*findings(29), ["G30", "联合督导", "张三丰", "2026-10-08", "2026-10-30", ""]]
    form = fill(tmp_path / "sent.xlsx", rows)
    told = json.loads(anping(tiny_copy, "submit", REGISTER, str(form), "--json").out)
    assert (told["read_count"], told["accepted_count"], told["quarantined_count"]) == (30, 29, 1)
    assert told["is_refused"] is False
    assert {fault["row"] for fault in told["faults"]} == {31}
    assert told["faults"][0]["column"][0] == "责任单位"
    assert "张三丰" not in json.dumps(told, ensure_ascii=False)
    assert handed_in(tiny_copy) == [Path(told["path"])]


def test_submit__refuses_a_form_that_is_mostly_wrong_and_keeps_nothing(
    tiny_copy: Workspace, tmp_path: Path
) -> None:
    form = fill(tmp_path / "sent.xlsx", [[*row[:1], "乱写", *row[2:]] for row in findings(3)])
    done = anping(tiny_copy, "submit", REGISTER, str(form))
    assert done.code == 1
    assert "整份拒收" in "".join(done.out.split())
    assert handed_in(tiny_copy) == []


@pytest.mark.parametrize("words", [(), ("--check",)])
def test_submit__says_in_a_sentence_that_a_file_is_no_form(
    tiny_copy: Workspace, tmp_path: Path, words: tuple[str, ...]
) -> None:
    wrong = tmp_path / "notes.xlsx"
    wrong.write_bytes(b"no workbook")
    done = anping(tiny_copy, "submit", REGISTER, str(wrong), *words)
    assert done.code == 1
    assert "notes.xlsx" in done.out
    assert "Traceback" not in done.out + done.err
    text = tmp_path / "rows.csv"
    text.write_text("问题编号\n", encoding="utf-8")
    assert "XLSX" in anping(tiny_copy, "submit", REGISTER, str(text), *words).err
    assert handed_in(tiny_copy) == []


def test_submit__only_checks_when_told_so(tiny_copy: Workspace, tmp_path: Path) -> None:
    before = sorted(p for p in tiny_copy.home.rglob("*") if p.is_file())
    form = fill(tmp_path / "sent.xlsx", findings(3))
    assert anping(tiny_copy, "submit", REGISTER, str(form), "--check").code == 0
    assert sorted(p for p in tiny_copy.home.rglob("*") if p.is_file()) == before


def test_submit__takes_no_register_that_comes_with_the_product(
    tiny_copy: Workspace, tmp_path: Path
) -> None:
    done = anping(tiny_copy, "submit", "sector", str(fill(tmp_path / "sent.xlsx", findings(1))))
    assert done.code == 1
    assert "sector" in done.err
    assert REGISTER in done.err


def test_template__is_the_same_on_the_page_and_from_the_command(tiny_copy: Workspace) -> None:
    serving = snapshots.current(tiny_copy.published)
    contract = loader.source_contracts()[REGISTER]
    assert anping(tiny_copy, "template", REGISTER).code == 0
    [path] = tiny_copy.templates.glob("*.xlsx")
    assert path.name == template.file_name(contract, serving)


def test_advice__is_given_for_every_rule_that_contracts_have_in_common() -> None:
    assert set(predicates.ADVICE) == set(predicates.BUILT_IN)
