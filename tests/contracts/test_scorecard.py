"""What is issued: the contract, the JSON Schema and the model say the same."""

from collections.abc import Iterator
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from data_contracts import scorecard
from data_contracts.renderings import scorecard_schema

CONTRACT = scorecard_schema.FILE.with_name("scorecard.odcs.yaml")
KINDS = {
    **{"string": "string", "date": "string", "timestamp": "string", "integer": "integer"},
    **{"number": "number", "boolean": "boolean", "array": "array", "object": "object"},
}


def agreed(
    properties: list[dict[str, Any]], path: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of the contract by its path."""
    for field in properties:
        place = f"{path}{field['name']}"
        yield place, field
        inner = field.get("properties") or field.get("items", {}).get("properties", [])
        yield from agreed(inner, f"{place}.")


def modelled(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, bool]]:
    """Every field of the model by its path, and whether it may be empty."""
    for name, field in model.model_fields.items():
        place = f"{path}{name}"
        yield place, type(None) in get_args(field.annotation)
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from modelled(inner, f"{place}.")


def fields() -> dict[str, dict[str, Any]]:
    [table] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))["schema"]
    return dict(agreed(table["properties"]))


def test_contract__has_the_fields_of_the_model_and_says_which_may_be_empty() -> None:
    found = {place: not field.get("required", False) for place, field in fields().items()}
    assert found == dict(modelled(scorecard.Scorecard))


def test_contract__describes_every_field_in_both_languages() -> None:
    for place, field in fields().items():
        chinese, english = field["description"].strip().split("\n")
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese), place
        assert english.isascii(), place
        assert field["businessName"], place
        assert field["logicalType"] in KINDS, place


def test_schema__is_that_of_the_model() -> None:
    """`make docs` writes it."""
    assert scorecard_schema.FILE.read_bytes() == scorecard.schema()
