"""Metrics of the catalogue: one an indicator that is computed, and none that adds figures up."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.warehouse import transform
from data_contracts import plan
from data_contracts.renderings import metrics
from tests.contracts.agreed import MARTS

FIGURES = metrics.DBT / "semantic" / "figures.yml"
NOT_SHOWN = {"suppressed", "insufficient", "not_applicable"}


def read(text: str) -> Any:
    return yaml.safe_load(text)


@pytest.fixture(scope="module")
def of_indicators() -> dict[str, Any]:
    return {one["name"]: one for one in read(metrics.text())["metrics"]}


@pytest.fixture(scope="module")
def figures() -> Any:
    return read(FIGURES.read_text(encoding="utf-8"))


def test_metrics__are_up_to_date() -> None:
    """`make docs` writes them."""
    assert metrics.PATH.read_text(encoding="utf-8") == metrics.text()


def test_metrics__one_for_every_computed_indicator(of_indicators: dict[str, Any]) -> None:
    assert {name.upper() for name in of_indicators} == set(transform.variables()["indicators"])


def test_metrics__have_name_definition_and_id_of_the_catalogue(
    of_indicators: dict[str, Any],
) -> None:
    with plan.CATALOGUE.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["indicator_id"]: row for row in csv.DictReader(file)}
    for name, metric in of_indicators.items():
        row = rows[name.upper()]
        assert metric["label"] == f"{row['name_cn']} {row['name_en']}"
        assert metric["description"].startswith(f"{row['definition_cn']} {row['definition_en']}")
        assert metric["filter"].endswith(f"= '{row['indicator_id']}'")


def test_metrics__of_an_indicator_without_a_model_are_none(tmp_path: Path) -> None:
    catalogue = tmp_path / "indicators.csv"
    text = plan.CATALOGUE.read_text(encoding="utf-8-sig")
    catalogue.write_text(text.replace("SUP01,", "SUP99,", 1), encoding="utf-8")
    names = {one["name"] for one in read(metrics.text(catalogue))["metrics"]}
    assert "sup02" in names
    assert not names & {"sup01", "sup99"}


def test_metrics__answer_for_one_figure_only(of_indicators: dict[str, Any], figures: Any) -> None:
    """Whatever is derived is guarded by the count; only what says so in its name is not."""
    derived = [*of_indicators.values(), *figures["metrics"]]
    for metric in derived:
        assert metric["type"] == "derived"
        assert metric["type_params"]["expr"].startswith("case when figure_count = 1 then ")
    [model] = [m for m in figures["semantic_models"] if "measures" in m]
    bare = {measure["name"]: measure["agg"] for measure in model["measures"]}
    assert bare.pop("figure_count") == "count"
    assert set(bare.values()) == {"max"}
    assert all(name.startswith("largest_") for name in bare)


def test_measures__show_values_in_the_states_in_which_pages_do(figures: Any) -> None:
    [status] = [c for c in MARTS["mart_indicator_value"].columns if c.name == "status"]
    shown = {code for code, _ in status.codes} - NOT_SHOWN
    assert shown == {"ok", "provisional"}
    [model] = [m for m in figures["semantic_models"] if "measures" in m]
    for measure in model["measures"]:
        if measure["name"] not in ("figure_count", "largest_sample_count"):
            assert measure["expr"].startswith("case when status in ('ok', 'provisional') then ")
