"""The mapping language: what it accepts, and how it refuses."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from dagster_project.settings import Workspace
from dagster_project.sources import mapping_files
from dagster_project.sources.mapping import ColumnMapping, SourceMapping
from data_contracts.configuration import ConfigurationError
from data_contracts.loader import source_contracts
from tests.unit.sources.stand_ins import a_mapping

LEAST = "contract: hotline_ticket\nfiles: inbox/*.csv\ndelivery: upsert\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "mappings").mkdir()
    return Workspace(tmp_path)


def loaded(workspace: Workspace, text: str, name: str = "own") -> SourceMapping:
    (workspace.mappings / f"{name}.yml").write_text(text, encoding="utf-8")
    return mapping_files.load(workspace)[name]


def complaint(workspace: Workspace, text: str, *words: str) -> None:
    """The mapping is refused, and each language names the file and `words`."""
    with pytest.raises(ConfigurationError) as caught:
        loaded(workspace, text)
    for said in (caught.value.cn, caught.value.en):
        for word in ("own.yml", *words):
            assert word in said, said


def test_load__shipped_mappings_fit_their_contracts(workspace: Workspace) -> None:
    shipped = mapping_files.load(workspace)
    assert {name: m.contract for name, m in shipped.items()} == {
        "calendar_day": "calendar_day",
        "indicator": "indicator",
        "sector": "sector",
    }
    assert shipped["sector"].files is not None
    assert (shipped["sector"].root / shipped["sector"].files).is_file()
    assert shipped["indicator"].root == workspace.home


def test_load__the_workspaces_own_wins_over_a_shipped_one(workspace: Workspace) -> None:
    own = loaded(workspace, "contract: sector\nfiles: own.csv\ndelivery: snapshot\n", "sector")
    assert own.files == "own.csv"
    assert own.root == workspace.home
    assert len(mapping_files.load(workspace)) == 3


def test_load__least_of_a_mapping(workspace: Workspace) -> None:
    own = loaded(workspace, LEAST)
    assert (own.name, own.contract, own.header_rows, own.order) == (
        "own",
        "hotline_ticket",
        (1,),
        "name",
    )
    assert own.columns == {}


def test_load__columns_in_all_their_forms(workspace: Workspace) -> None:
    own = loaded(
        workspace,
        LEAST
        + "columns:\n"
        + "  ticket_id: 工单号\n"
        + '  area_code: {from: 镇, codes: {图克镇: "150626102", 嘎鲁图镇: 150626100}}\n'
        + "  created_on: {from: 受理, format: '%d.%m.%Y'}\n"
        + "  is_excluded: {value: 否}\n",
    )
    assert own.columns == {
        "ticket_id": ColumnMapping(header="工单号"),
        "area_code": ColumnMapping(
            header="镇", codes={"图克镇": "150626102", "嘎鲁图镇": "150626100"}
        ),
        "created_on": ColumnMapping(header="受理", format="%d.%m.%Y"),
        "is_excluded": ColumnMapping(value="否"),
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [("true", "true"), ("no", "false"), ("1", "1"), ("2020-01-01", "2020-01-01"), ("1.5", "1.5")],
)
def test_load__constants_are_text_whatever_yaml_makes_of_them(
    workspace: Workspace, written: str, meant: str
) -> None:
    own = loaded(workspace, f"{LEAST}columns: {{is_excluded: {{value: {written}}}}}\n")
    assert own.columns["is_excluded"].value == meant


def test_load__codes_are_text_whatever_yaml_makes_of_them(workspace: Workspace) -> None:
    """YAML reads yes and no as booleans, and digits as numbers."""
    written = "{7: complaint, yes: 2, 2020-01-01: true}"
    own = loaded(workspace, f"{LEAST}columns: {{class: {{from: 类别, codes: {written}}}}}\n")
    assert own.columns["class"].codes == {"7": "complaint", "true": "2", "2020-01-01": "true"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("files: a.csv\ndelivery: upsert\n", ["contract"]),
        ("contract: hotline_ticket\nfiles: a.csv\n", ["delivery"]),
        ("contract: hotline_ticket\ndelivery: upsert\n", ["files"]),
        ("contract: calendar_day\nkind: calendar\nfiles: a.csv\ndelivery: upsert\n", ["files"]),
        (LEAST.replace("hotline_ticket", "hotline"), ["contract", "hotline", "hotline_ticket"]),
        (LEAST.replace("upsert", "merge"), ["delivery"]),
        (LEAST + "heading_rows: [2]\n", ["heading_rows"]),
        (LEAST + "header_rows: []\n", ["header_rows"]),
        (LEAST + "header_rows: [a]\n", ["header_rows"]),
        (LEAST + "header_rows: [0]\n", ["header_rows"]),
        (LEAST + "header_rows: [-1]\n", ["header_rows"]),
        (LEAST + "order: size\n", ["order"]),
        (LEAST + "columns: {ticket: 工单号}\n", ["columns.ticket", "ticket_id"]),
        (LEAST + "columns: {caller_phone: 电话}\n", ["columns.caller_phone"]),
        (LEAST + "columns: {ticket_id: {form: 工单号}}\n", ["columns.ticket_id"]),
        (LEAST + "columns: {ticket_id: {from: 工单号, value: A}}\n", ["from", "value"]),
        (LEAST + "columns: {ticket_id: {codes: {a: b}}}\n", ["from", "value"]),
        (LEAST + "columns: {ticket_id: 5}\n", ["columns.ticket_id"]),
        (LEAST + "columns: [ticket_id]\n", ["columns"]),
        (LEAST + "scope: {month_of: created_on, in_name: '(.*)-(.*)'}\n", ["scope", "snapshot"]),
        ("a: [\n", []),
        ("just words\n", []),
    ],
)
def test_load__complaints_name_file_and_key(
    workspace: Workspace, text: str, words: list[str]
) -> None:
    complaint(workspace, text, *words)


SNAPSHOT = LEAST.replace("upsert", "snapshot")
ANSWERS = SNAPSHOT.replace("hotline_ticket", "survey_answer")


@pytest.mark.parametrize(
    ("scope", "word"),
    [
        ("{month_of: created, in_name: '(\\d{4})-(\\d{2})'}", "scope.month_of"),
        ("{month_of: caller_name, in_name: '(\\d{4})-(\\d{2})'}", "scope.month_of"),
        ("{month_of: class, in_name: '(\\d{4})-(\\d{2})'}", "month_of"),
        ("{month_of: created_on}", "in_name"),
        ("{month_of: created_on, in_name: '(\\d{4}'}", "in_name"),
        ("{month_of: created_on, in_name: '\\d{4}-\\d{2}'}", "in_name"),
        ("{month_of: created_on, in_name: '(\\d{4})-(\\d)(\\d)'}", "in_name"),
        ("{in_name: '(\\d{4})-(\\d{2})'}", "month_of"),
        ("{month_of: created_on, of: ticket_id, in_name: '(\\d{4})-(\\d{2})'}", "month_of"),
        ("{of: ticket_id}", "scope.of"),
    ],
    ids=[
        "no such column",
        "forbidden column",
        "column that is no date",
        "no pattern",
        "pattern that is none",
        "pattern without groups",
        "pattern of three groups",
        "no column",
        "two columns",
        "column whose values are hidden",
    ],
)
def test_load__scope_that_cannot_work_is_refused_at_once(
    workspace: Workspace, scope: str, word: str
) -> None:
    complaint(workspace, f"{SNAPSHOT}scope: {scope}\n", word)


@pytest.mark.parametrize("scope", ["{of: wave_id}", "{of: wave_id, in_name: '_(AQG[0-9]+)'}"])
def test_load__scope_of_a_key_column(workspace: Workspace, scope: str) -> None:
    own = loaded(workspace, f"{ANSWERS}scope: {scope}\n")
    assert own.scope is not None
    assert (own.scope.column, own.scope.month_of) == ("wave_id", None)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("{of: wave}", ["scope.of", "wave_id"]),
        ("{of: respondent_name}", ["scope.of", "respondent_name"]),
        ("{of: area_code}", ["scope.of", "wave_id, item_code"]),
        ("{of: wave_id, in_name: '_(AQG'}", ["in_name"]),
        ("{of: wave_id, in_name: 'AQG'}", ["in_name"]),
        ("{of: wave_id, in_name: '(AQG)(B?)'}", ["in_name"]),
        ("{of: wave_id, in_names: '(AQG)'}", ["scope.in_names"]),
    ],
    ids=[
        "no such column",
        "forbidden column",
        "column outside the key",
        "pattern that is none",
        "pattern without a group",
        "pattern of two groups",
        "misspelt",
    ],
)
def test_load__scope_of_a_key_column_that_cannot_work(
    workspace: Workspace, scope: str, words: list[str]
) -> None:
    complaint(workspace, f"{ANSWERS}scope: {scope}\n", *words)


def test_load__scope_goes_with_snapshots_of_files(workspace: Workspace) -> None:
    complaint(workspace, ANSWERS.replace("snapshot", "upsert") + "scope: {of: wave_id}\n", "scope")


def test_load__file_that_is_not_utf8(workspace: Workspace) -> None:
    (workspace.mappings / "own.yml").write_bytes("contract: 工单".encode("gb18030"))
    with pytest.raises(ConfigurationError, match=r"own\.yml"):
        mapping_files.load(workspace)


def test_of_contract__by_name_of_contract() -> None:
    area = source_contracts()["area"]
    known = {"a": a_mapping(contract="area"), "b": a_mapping(), "c": a_mapping(contract="area")}
    assert mapping_files.of_contract(known, area) == [known["a"], known["c"]]


def test_source_mapping__cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        a_mapping().encoding = "gbk"  # type: ignore[misc]


def test_column_mapping__date_key_of_yaml_is_its_iso_form() -> None:
    codes = {date(2020, 1, 1): "a", False: "b"}
    read = ColumnMapping.model_validate({"from": "x", "codes": codes})
    assert read.codes == {"2020-01-01": "a", "false": "b"}
