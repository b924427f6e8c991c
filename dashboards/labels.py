"""What registers, columns, codes and indicators are called: looked up, never spelled here.

Pages show the words of the contracts and of the catalogue; an id or a code is for machines.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from data_contracts.loader import mart_contracts, source_contracts
from data_contracts.model import Column, DataClass, Outlet, Text

OTHER = Text("其他", "Other")
MECHANISMS_EN = {
    "SRC": "Source governance",
    "RPT": "Reporting and reward",
    "PUN": "Lawful punishment",
    "SUP": "Supervision",
    "EVA": "Evaluation",
    "ORG": "Organisation and leadership",
}
"""A contract names its codes in Chinese only, and these codes are no English words."""
DIRECTIONS_EN = {
    "up": "Higher is better",
    "down": "Lower is better",
    "neutral": "Monitored only",
    "band": "Best within a band",
}
"""Likewise."""
INTERVALS_EN = {
    "wilson": "Wilson's",
    "mover": "Method of variance estimates recovery",
    "design_wilson": "Wilson's under the survey's design",
    "protected_range": "Range of a blank share",
    "design_t": "Student's t under the survey's design",
    "mean_of_limits": "Means of the items' limits",
    "received": "Given by an upper level",
}
"""Likewise; a code is that of the method and, after an @, its version."""
REASONS_EN = {
    "small_count": "Too small, or gives a small count away",
    "not_released": "Not due for release yet",
    "office_only": "In the office's own outlet only",
}
"""Reasons whose codes say too little to somebody who has not read the rules."""
OUTLETS = {
    Outlet.OPEN: Text("公开", "Open"),
    Outlet.OFFICE: Text("内部", "Office"),
    Outlet.RESTRICTED: Text("受限", "Restricted"),
}


def register(contract: str) -> Text:
    """Name of the register that an input contract describes."""
    found = source_contracts().get(contract)
    return found.label if found else OTHER


def is_personal(contract: str) -> bool:
    """Whether a register speaks of what persons did, so that everyone sees its figures in part."""
    found = source_contracts().get(contract)
    return found is not None and found.data_class is DataClass.PERSON_DERIVED


def register_owner(contract: str) -> str:
    """Who answers for a register, as its contract says."""
    found = source_contracts().get(contract)
    return found.owner if found else OTHER.cn


def register_column(contract: str, column: str) -> Text:
    """Name of a column of a register."""
    found = source_contracts().get(contract)
    columns = found.columns if found else ()
    return next((item.label for item in columns if item.name == column), OTHER)


def table(name: str) -> Text:
    """Name of a published table."""
    return mart_contracts()[name].label


def published(table: str, column: str) -> Column:
    """The contract of a published column.

    Raises:
        KeyError: no such column is published.
    """
    for item in mart_contracts()[table].columns:
        if item.name == column:
            return item
    raise KeyError(f"{table}.{column}")


def code(table: str, column: str, value: str) -> Text:
    """What a code in a published column means."""
    return dict(published(table, column).codes).get(value, OTHER)


def mechanism(value: str) -> Text:
    """Name of the mechanism with that code."""
    found = code("dim_indicator", "mechanism_code", value)
    return Text(found.cn, MECHANISMS_EN.get(value, OTHER.en))


def direction(value: str) -> Text:
    """Which way an indicator gets better."""
    found = code("dim_indicator", "direction", value)
    return Text(found.cn, DIRECTIONS_EN.get(value, OTHER.en))


def reason(value: str) -> Text:
    """Why a figure is under review or not shown."""
    found = code("mart_indicator_value", "publish_reason", value)
    return Text(found.cn, REASONS_EN.get(value, found.en))


def interval_method(value: str) -> Text:
    """Name of a method of intervals with its version."""
    method, _, version = value.partition("@")
    english = INTERVALS_EN.get(method, OTHER.en)
    found = code("mart_indicator_value", "interval_method", value)
    return Text(found.cn, f"{english} (version {version})" if version else english)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator as the catalogue of a snapshot defines it.

    `target` and `floor` are in the indicator's own unit and None where there is none; `since` is
    None where the version is the shipped one.
    """

    id: str
    version: int
    since: date | None
    mechanism: str
    name: Text
    definition: Text
    numerator: Text
    denominator: Text | None
    time_rule: Text
    target_basis: Text | None
    publish_rule: Text
    unit: str
    direction: str
    frequency: str
    is_scored: bool
    weight: float
    floor: float | None
    target: float | None
    minimum: int
    registers: tuple[str, ...]

    @property
    def is_personal(self) -> bool:
        """Whether it is derived from what persons did."""
        return any(is_personal(register) for register in self.registers)

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Indicator":
        """The indicator in a row of dim_indicator."""

        def text(stem: str) -> Text:
            return Text(row[f"{stem}_cn"] or "", row[f"{stem}_en"] or "")

        return cls(
            id=row["indicator_id"],
            version=row["version"],
            since=row["valid_from"],
            mechanism=row["mechanism_code"],
            name=text("name"),
            definition=text("definition"),
            numerator=text("numerator"),
            denominator=text("denominator") if row["denominator_cn"] else None,
            time_rule=text("time_rule"),
            target_basis=text("target_basis") if row["target_basis_cn"] else None,
            publish_rule=text("publish_rule"),
            unit=row["unit"],
            direction=row["direction"],
            frequency=row["frequency"],
            is_scored=row["is_scored"],
            weight=row["default_weight"],
            floor=row["score_floor"],
            target=row["score_target"],
            minimum=row["min_denominator"],
            registers=tuple(row["source_contracts"].split(";")),
        )
