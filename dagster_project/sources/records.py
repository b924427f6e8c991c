"""JSON answers as tables of text: where the list is, where a field is, what a value says."""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from dagster_project.sources import bounds
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import SourceError

Record = dict[str, Any]


def parsed(raw: bytes, place: str) -> Any:
    """The JSON in an answer; numbers stay the text that they were.

    Raises:
        SourceError: it is no JSON.
    """
    try:
        return json.loads(raw, parse_float=str, parse_int=str, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise SourceError(
            f"{place}：服务的回答不是完整的 JSON，未读取；请稍后重试，或告知该服务的管理员。",
            f"{place}: the answer is no whole JSON and was not read; "
            "try again, or tell the service's administrator",
        ) from None


def _refuse(_: str) -> None:
    raise ValueError


def listed(mapping: SourceMapping, body: Any) -> list[Record]:
    """The records of a page.

    Raises:
        SourceError: there is no list of records where the mapping says.
    """
    found = at(body, mapping.records) if mapping.records else body
    if isinstance(found, list):
        bounds.refuse_extent(len(found), 1, f"{mapping.connection}/{mapping.path}")
    if isinstance(found, list) and all(isinstance(record, Mapping) for record in found):
        return found
    where = mapping.records or "."
    place = f"{mapping.connection}/{mapping.path}"
    raise SourceError(
        f"{place}：回答中 '{where}' 处不是记录列表，请更正"
        f" mappings/{mapping.name}.yml 中的 'records'。",
        f"{place}: there is no list of records at '{where}' of the answer; "
        f"correct 'records' in mappings/{mapping.name}.yml",
    )


def at(body: Any, path: str) -> Any:
    """What stands at a path such as data.items; None where there is nothing."""
    for key in path.split("."):
        if not isinstance(body, Mapping):
            return None
        body = body.get(key)
    return body


def text_at(body: Any, path: str) -> str:
    """The text at a path; empty where there is none."""
    found = at(body, path)
    return found if isinstance(found, str) else ""


def total(mapping: SourceMapping, body: Any) -> int | None:
    """How many records there are on all pages, where the service says so."""
    if mapping.paging is None or mapping.paging.total is None:
        return None
    said = text_at(body, mapping.paging.total)
    if said.isdecimal():
        return int(said)
    place = f"{mapping.connection}/{mapping.path}"
    raise SourceError(
        f"{place}：回答中 'paging.total' 处不是数字，请更正 mappings/{mapping.name}.yml。",
        f"{place}: there is no number at 'paging.total' of the answer; "
        f"correct mappings/{mapping.name}.yml",
    )


def frame(mapping: SourceMapping, page: list[Record]) -> pl.DataFrame:
    """The mapped fields of a page's records, and the cursor, as text."""
    columns = {
        name: pl.Series(
            [_text(at(record, name), name, mapping) for record in page], dtype=pl.String
        )
        for name in mapping.asked
    }
    return pl.DataFrame(columns)


def present(mapping: SourceMapping, page: list[Record]) -> set[str]:
    """The fields that the mapping names and some record of a page has."""
    return {name for name in mapping.asked if any(_has(record, name) for record in page)}


def refuse_lacking(mapping: SourceMapping, lacking: set[str]) -> None:
    """Complains of the first field that no record has, for its name is wrong."""
    for name in mapping.asked:
        if name in lacking:
            place = f"{mapping.connection}/{mapping.path}"
            raise SourceError(
                f"{place}：没有一条记录有字段 '{name}'，请更正 mappings/{mapping.name}.yml，"
                "或从 'columns' 中删去。",
                f"{place}: no record has a field '{name}'; correct mappings/{mapping.name}.yml, "
                "or remove it from 'columns'",
            )


def _has(record: Record, path: str) -> bool:
    parent, _, name = path.rpartition(".")
    holder = at(record, parent) if parent else record
    return isinstance(holder, Mapping) and name in holder


def _text(value: Any, field: str, mapping: SourceMapping) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case str():
            return str(value)
    place = f"{mapping.connection}/{mapping.path}"
    raise SourceError(
        f"{place}：字段 '{field}' 不是单个值，请在 mappings/{mapping.name}.yml 中写明其内的字段，"
        f"如 {field}.code。",
        f"{place}: the field '{field}' is no single value; name a field inside it in "
        f"mappings/{mapping.name}.yml, such as {field}.code",
    )
