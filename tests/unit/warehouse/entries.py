"""Entries of the manifest for tests."""

from datetime import UTC, datetime
from typing import Any

from dagster_project.warehouse.manifest import Delivery

LOADED_AT = datetime(2026, 11, 23, tzinfo=UTC)


def a_delivery(number: int, **said: Any) -> Delivery:
    """A good delivery of ten findings but for what is said."""
    ordinary: dict[str, Any] = {
        "id": number,
        "reading": number,
        "contract": "supervision_finding",
        "mapping": "台账",
        "file": "台账.xlsx#Sheet1",
        "content": f"content {number}",
        "loaded_at": LOADED_AT,
        "mode": "snapshot",
        "scope": "*",
        "order": "台账.xlsx",
        "read_count": 10,
        "accepted_count": 10,
        "ignored_count": 0,
        "faults": (),
        "is_refused": False,
    }
    return Delivery(**(ordinary | said))
