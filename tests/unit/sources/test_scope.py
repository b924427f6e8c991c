"""What a table of a snapshot source turns out to be complete for."""

from typing import Any

import polars as pl
import pytest

from dagster_project.sources import scope
from dagster_project.sources.reading import ROW, SourceError
from data_contracts.loader import source_contracts
from tests.unit.sources.stand_ins import a_mapping

ANSWER = source_contracts()["survey_answer"]
RETURN = source_contracts()["clue_month"]
MONTH = {"month_of": "created_on", "in_name": r"(\d{4})年(\d{1,2})月"}
NAMED = {"of": "wave_id", "in_name": r"批次(\w+)"}
TOLD = {"of": "wave_id"}


def found(*waves: str | None, file: str = "a.xlsx", **said: Any) -> str | None:
    """The scope of a table whose rows are of `waves`, the first of them in row 2."""
    rows = pl.DataFrame(
        {ROW: range(2, len(waves) + 2), "wave_id": pl.Series(waves, dtype=pl.String)}
    )
    given = {"contract": "survey_answer", "delivery": "snapshot", **said}
    return scope.of_table(a_mapping(**given), ANSWER, file, rows)


def test_of_table__snapshot_without_a_scope_is_complete_for_everything() -> None:
    assert found("A") == scope.EVERYTHING


@pytest.mark.parametrize("delivery", ["upsert", "append"])
def test_of_table__other_deliveries_are_complete_for_nothing(delivery: str) -> None:
    assert found("A", delivery=delivery) is None


@pytest.mark.parametrize(
    ("file", "month"),
    [
        ("热线2026年9月.csv", "2026-09"),
        ("热线2026年10月(更正).csv", "2026-10"),
        ("热线2026年10月.zip/2026年9月.csv", "2026-09"),
    ],
)
def test_of_table__month_that_the_name_states(file: str, month: str) -> None:
    assert found(file=file, scope=MONTH) == month


@pytest.mark.parametrize("file", ["热线.csv", "热线2026年13月.csv", "热线2026年0月.csv"])
def test_of_table__name_without_a_month_is_a_complaint(file: str) -> None:
    with pytest.raises(SourceError, match=file) as caught:
        found(file=file, scope=MONTH)
    assert "scope.in_name" in caught.value.en


@pytest.mark.parametrize(
    ("file", "wave"),
    [
        ("批次2026H1.xlsx", "2026H1"),
        ("批次２０２６Ｈ１ 更正.xlsx", "2026H1"),
        ("批次X.zip/批次2026H1.csv", "2026H1"),
        ("全年.xlsx#批次2026H2", "2026H2"),
    ],
    ids=["file", "full-width", "member of a ZIP", "sheet"],
)
def test_of_table__value_that_the_name_states(file: str, wave: str) -> None:
    """Whatever stands in the rows: what is unlike it is for the checks to find."""
    assert found("2025H1", None, file=file, scope=NAMED) == wave


def test_of_table__value_in_the_name_is_understood_like_a_cell() -> None:
    unit = {"from": "填报单位", "codes": {"图克镇": "WS102-02"}}
    given = a_mapping(
        contract="clue_month",
        delivery="snapshot",
        scope={"of": "unit_code", "in_name": r"_(\w+)\."},
        columns={"unit_code": unit},
    )
    rows = pl.DataFrame({ROW: [2], "unit_code": ["WS102-02"]})
    assert scope.of_table(given, RETURN, "线索月报_图克镇.xlsx", rows) == "WS102-02"


@pytest.mark.parametrize("file", ["调查.xlsx", "批次无.xlsx"])
def test_of_table__name_without_a_value_is_a_complaint(file: str) -> None:
    with pytest.raises(SourceError, match=file) as caught:
        found("2026H1", file=file, scope=NAMED)
    for said in (caught.value.cn, caught.value.en):
        assert "'wave_id'" in said
        assert "mappings/热线.yml" in said


def test_of_table__the_one_value_of_all_rows() -> None:
    assert found("2026H1", "2026H1", scope=TOLD) == "2026H1"


def test_of_table__rows_without_a_value_are_left_to_the_checks() -> None:
    assert found(None, "2026H1", scope=TOLD) == "2026H1"


@pytest.mark.parametrize("waves", [(), (None, None)], ids=["no row", "no value"])
def test_of_table__rows_without_any_value_are_a_complaint(waves: tuple[None, ...]) -> None:
    with pytest.raises(SourceError, match=r"a\.xlsx") as caught:
        found(*waves, scope=TOLD)
    for said in (caught.value.cn, caught.value.en):
        assert "'wave_id'" in said
        assert "scope.in_name" in said


def test_of_table__several_values_are_a_complaint_that_quotes_none() -> None:
    with pytest.raises(SourceError, match=r"a\.xlsx") as caught:
        found("王某", "2026H1", "2026H1", "2025H2", scope=TOLD)
    assert "第 2 行" in caught.value.cn
    assert "row 2" in caught.value.en
    for said in (caught.value.cn, caught.value.en):
        assert "'wave_id'" in said
        assert "scope.in_name" in said
        assert "王某" not in said
        assert "H1" not in said
