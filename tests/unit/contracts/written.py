"""A contract as a document that a test changes in one place and writes to a file."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

Document = dict[str, Any]
Change = Callable[[Document], object]

SOURCE: Document = {
    "apiVersion": "v3.1.0",
    "kind": "DataContract",
    "id": "training",
    "version": "1.0.0",
    "status": "active",
    "domain": "organisation",
    "team": {"name": "扫黑办"},
    "slaProperties": [{"property": "latency", "value": 40, "unit": "d"}],
    "schema": [
        {
            "name": "training",
            "businessName": "培训",
            "logicalType": "object",
            "description": "每行一次培训。\nOne training per row.\n",
            "customProperties": [
                {"property": "dataClass", "value": "institutional"},
                {"property": "maxErrorShare", "value": 0.05},
                {"property": "eventDate", "value": "held_on"},
            ],
            "properties": [
                {
                    "name": "event_id",
                    "businessName": "培训编号",
                    "logicalType": "string",
                    "primaryKey": True,
                    "primaryKeyPosition": 1,
                    "classification": "public",
                    "logicalTypeOptions": {"pattern": "[A-Z0-9]+", "maxLength": 20},
                    "description": "编号。\nNumber.\n",
                },
                {
                    "name": "held_on",
                    "businessName": "培训日期",
                    "logicalType": "date",
                    "required": True,
                    "classification": "internal",
                    "description": "日期。\nDay.\n",
                    "quality": [
                        {
                            "id": "held_in_future",
                            "type": "sql",
                            "query": "SELECT COUNT(*) FROM ${object}\nWHERE held_on > current_date",
                            "mustBe": 0,
                            "description": "晚于今天。\nLater than today.\n",
                        }
                    ],
                },
                {
                    "name": "kind",
                    "businessName": "类型",
                    "logicalType": "string",
                    "classification": "public",
                    "customProperties": [
                        {"property": "codes", "value": {"on_line": "线上", "in_room": "线下"}}
                    ],
                    "description": "类型。\nKind.\n",
                },
                {
                    "name": "attendee_name",
                    "businessName": "参加人",
                    "logicalType": "string",
                    "classification": "forbidden",
                    "description": "禁止读取。\nNever read.\n",
                },
            ],
        }
    ],
}


def document(change: Change = lambda _: None) -> Document:
    changed = copy.deepcopy(SOURCE)
    change(changed)
    return changed


def write(folder: Path, content: Document, name: str = "training") -> Path:
    path = folder / f"{name}.odcs.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def table(content: Document) -> Document:
    found: Document = content["schema"][0]
    return found


def column(content: Document, name: str) -> Document:
    [found] = [item for item in table(content)["properties"] if item["name"] == name]
    assert isinstance(found, dict)
    return found
