"""The small world as everyone sees it: blanks of both reasons, and registers without counts.

Which figures are blank is chosen for tests of pages, not worked out as a release does it.
"""

from datetime import date

from dashboards.labels import is_personal
from data_contracts.loader import mart_contracts
from data_contracts.model import MartContract
from tests.dashboards.fixture_world import Row

Tables = dict[str, list[Row]]

FEW = 10
SMALL = ("RPT07", "RPT09")
"""Shares whose parts are blank where one of them, or what is left of the whole, is below FEW."""
LATE = "RPT05"
"""A share whose latest settled periods wait for the next release."""
RARE = "filed"
"""A part of a count that is never shown."""
NOT_RELEASED = {"status": "suppressed", "publish_reason": "not_released"}
SMALL_COUNT = {"status": "suppressed", "publish_reason": "small_count"}


def protect(tables: Tables, as_of: date) -> Tables:
    """The rows of the open outlet, from those of the office's."""
    contracts = mart_contracts()
    personal = {
        row["indicator_id"]
        for row in tables["dim_indicator"]
        if any(map(is_personal, row["source_contracts"].split(";")))
    }
    values = [
        _value(contracts["mart_indicator_value"], row, as_of) if _is_own(row, personal) else row
        for row in tables["mart_indicator_value"]
    ]
    hidden = {_place(row) for row in values if row.get("publish_reason") in _REASONS}
    found = tables | {
        "mart_indicator_value": values,
        "mart_indicator_component": [
            _part(contracts["mart_indicator_component"], row, hidden)
            for row in tables["mart_indicator_component"]
        ],
        "mart_sector_risk": [
            _risk(contracts["mart_sector_risk"], row) for row in tables["mart_sector_risk"]
        ],
    }
    for name, rows in tables.items():
        in_open = contracts[name].in_open
        if in_open is not None and in_open.register is not None:
            found[name] = [
                row | dict.fromkeys(in_open.blank) if is_personal(row[in_open.register]) else row
                for row in rows
                if in_open.blank or not is_personal(row[in_open.register])
            ]
    return found


_REASONS = (NOT_RELEASED["publish_reason"], SMALL_COUNT["publish_reason"])


def _is_own(row: Row, personal: set[str]) -> bool:
    return row["indicator_id"] in personal and row["figure_source"] == "own"


def _value(contract: MartContract, row: Row, as_of: date) -> Row:
    assert contract.in_open is not None
    nothing: Row = dict.fromkeys(contract.in_open.blank)
    is_late = row["indicator_id"] == LATE and (as_of - row["settled_on"]).days < 31
    if row["settled_on"] > as_of or is_late:
        return row | nothing | NOT_RELEASED
    if row["indicator_id"] not in SMALL or not row["denominator"]:
        return row
    whole, met = row["denominator"], row["numerator"]
    if whole < FEW:
        return row | nothing | SMALL_COUNT
    if 0 < met < FEW or 0 < whole - met < FEW:
        kept = {"denominator": whole, "sample_count": row["sample_count"]}
        return row | nothing | kept | SMALL_COUNT
    return row


def _place(row: Row) -> tuple[object, ...]:
    key = ("indicator_id", "subject_kind", "subject_code", "period_kind", "period")
    return tuple(row[name] for name in key)


def _part(contract: MartContract, row: Row, hidden: set[tuple[object, ...]]) -> Row:
    assert contract.in_open is not None
    if _place(row) in hidden or row["component"] == RARE:
        return row | dict.fromkeys(contract.in_open.blank)
    return row


def _risk(contract: MartContract, row: Row) -> Row:
    assert contract.in_open is not None
    if row["component"] == "unanswered":
        return row
    said = {"status": "suppressed", "needs_review": bool(row.get("needs_review"))}
    return row | dict.fromkeys(contract.in_open.blank) | said
