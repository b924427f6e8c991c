"""Contracts and dbt models go together: by name, by folder, and in what dbt is told."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.warehouse import transform
from data_contracts.renderings import dbt_properties, dictionary
from tests.contracts.agreed import MARTS, SOURCES

DBT = Path(__file__).parents[2] / "dbt"
MODELS = DBT / "models"


def models(layer: str) -> dict[str, Path]:
    return {path.stem: path for path in (MODELS / layer).rglob("*.sql")}


def difference(contracts: set[str], files: set[str]) -> dict[str, list[str]]:
    """What stands on one side only."""
    return {
        "contract without a model": sorted(contracts - files),
        "model without a contract": sorted(files - contracts),
    }


NONE: dict[str, list[str]] = {"contract without a model": [], "model without a contract": []}


def test_staging__one_model_a_source_contract() -> None:
    assert difference({f"stg_{name}" for name in SOURCES}, set(models("staging"))) == NONE


def test_marts__one_model_a_mart_contract() -> None:
    assert difference(set(MARTS), set(models("marts"))) == NONE


@pytest.mark.parametrize("name", SOURCES)
def test_staging__lies_in_the_folder_of_its_domain(name: str) -> None:
    assert models("staging")[f"stg_{name}"].parent.name == SOURCES[name].domain


def test_models__have_names_of_their_layer_and_of_their_own() -> None:
    paths = list(MODELS.rglob("*.sql"))
    assert len({path.stem for path in paths}) == len(paths)
    assert all(name.startswith("int_") for name in models("intermediate"))
    kinds = ("dim_", "fct_", "agg_", "mart_")
    assert all(name.startswith(kinds) or name == "snapshot" for name in models("marts"))
    assert {path.relative_to(MODELS).parts[0] for path in paths} == {
        "staging",
        "intermediate",
        "marts",
        "open",
    }


def test_open__one_model_a_protected_table() -> None:
    protected = {f"open_{name}" for name, mart in MARTS.items() if mart.is_protected}
    assert protected
    assert difference(protected, set(models("open"))) == NONE


def test_models__every_properties_file_stands_beside_its_model() -> None:
    """Properties of sources and marts are made from contracts; these hold tests only."""
    for path in MODELS.rglob("*.yml"):
        assert path.with_suffix(".sql").exists(), path


def test_models__every_one_ends_with_its_last_step() -> None:
    for path in MODELS.rglob("*.sql"):
        last = path.read_text(encoding="utf-8").strip().splitlines()[-1]
        assert last.startswith("select * from "), f"{path.name}: {last}"


def test_macros__one_a_file_under_its_name() -> None:
    for path in (DBT / "macros").glob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert text.count("macro ") - text.count("endmacro ") >= 1
        assert f"macro {path.stem}(" in text, path.name


def test_dbt__holds_no_python_package() -> None:
    assert list(DBT.rglob("__init__.py")) == []


@pytest.fixture(scope="module")
def properties(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("properties")
    dbt_properties.write(folder)
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in folder.iterdir()
    }


def test_properties__every_mart_is_enforced_with_its_types(properties: dict[str, Any]) -> None:
    told = {model["name"]: model for model in properties["marts"]["models"]}
    agreed = MARTS | {f"open_{name}": mart for name, mart in MARTS.items() if mart.is_protected}
    assert told.keys() == agreed.keys()
    for name, model in told.items():
        assert model["config"]["contract"] == {"enforced": True}
        types = {column["name"]: column["data_type"] for column in model["columns"]}
        assert types == {c.name: c.physical_type.lower() for c in agreed[name].columns}


def test_properties__only_what_is_protected_may_be_blank_in_the_open(
    properties: dict[str, Any],
) -> None:
    told = {model["name"]: model for model in properties["marts"]["models"]}
    for name, mart in MARTS.items():
        if mart.in_open is None or not mart.is_protected:
            continue
        needed = {c["name"] for c in told[f"open_{name}"]["columns"] if c["constraints"]}
        assert needed == {c.name for c in mart.columns if c.required} - set(mart.in_open.blank)


def test_properties__every_source_and_every_description(properties: dict[str, Any]) -> None:
    [source] = properties["sources"]["sources"]
    told = {table["name"]: table for table in source["tables"]}
    assert told.keys() >= SOURCES.keys()
    assert told.keys() - SOURCES.keys() == set(dbt_properties.ledger())
    for name, contract in SOURCES.items():
        assert told[name]["description"] == contract.description.both()
        found = {column["name"]: column["description"] for column in told[name]["columns"]}
        assert found == {c.name: c.description.both() for c in contract.columns}


def test_properties__no_forbidden_column_is_known_to_dbt(properties: dict[str, Any]) -> None:
    text = str(properties)
    for contract in SOURCES.values():
        for column in contract.forbidden:
            assert f"'{column.name}'" not in text


def _test_names(node: Any) -> list[str]:
    if isinstance(node, list):
        return [name for item in node for name in _test_names(item)]
    if not isinstance(node, dict):
        return []
    own = [
        said["name"]
        for test in node.get("data_tests", [])
        for said in test.values()
        if isinstance(said, dict)
    ]
    return own + [name for item in node.values() for name in _test_names(item)]


def test_properties__tests_have_names_of_their_own(properties: dict[str, Any]) -> None:
    names = [name for content in properties.values() for name in set(_test_names(content))]
    assert names
    assert len(names) == len(set(names))
    assert all(name.isascii() for name in names)


def test_variables__name_every_register_and_every_computed_indicator() -> None:
    told = transform.variables()
    assert {register["contract"] for register in told["registers"]} == set(SOURCES)
    assert told["indicators"] == [
        *(f"EVA{number:02}" for number in range(1, 9)),
        *(f"ORG{number:02}" for number in range(1, 7)),
        *(f"PUN{number:02}" for number in range(1, 6)),
        *(f"RPT{number:02}" for number in range(1, 13)),
        *(f"SRC{number:02}" for number in range(1, 14)),
        *(f"SUP{number:02}" for number in range(1, 5)),
    ]
    assert told["composite_indicators"] == ["EVA06", "PUN01", "RPT01", "SRC07"]


def test_dictionary__is_up_to_date() -> None:
    """`make docs` writes it."""
    assert dictionary.PATH.read_text(encoding="utf-8") == dictionary.text()


def test_dictionary__knows_every_column() -> None:
    text = dictionary.text()
    for table in (*SOURCES.values(), *MARTS.values()):
        assert f"### `{table.id}` {table.label.cn}" in text
        for column in table.columns:
            assert f"`{column.name}`" in text
