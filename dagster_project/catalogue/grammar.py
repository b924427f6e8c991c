"""What indicators.yml may say; whether it fits the shipped catalogue is `versions`' matter."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from data_contracts.configuration import ConfigurationError

LONGEST = 400
"""Characters of a text: a definition, and no place for notes."""
HAN = re.compile("[\u4e00-\u9fff]")


def _day(value: Any) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ConfigurationError(
        "须是日期，写作 2026-07-01 的样子。", "must be a date, written like 2026-07-01"
    )


def _chinese(value: str) -> str:
    if HAN.search(value) is None:
        raise ConfigurationError("须写中文。", "must be in Chinese")
    return value


def _not_chinese(value: str) -> str:
    if not value.strip() or HAN.search(value):
        raise ConfigurationError("须写英文。", "must be in English")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=1)]
Weight = Annotated[float, Field(strict=True, ge=0, le=100)]
Level = Literal["village", "town", "banner", "unit"]
Rule = Literal["linear", "band", "step", "deduction", "bonus", "red_line", "veto"]
Note = Annotated[str, Field(max_length=LONGEST, pattern=r"^\w[\w.]*=[\w.]+(;\w[\w.]*=[\w.]+)*$")]
"""The numbers of a rule: name=number, with semicolons between."""


class Part(BaseModel):
    """A part of the file; what it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Wording(Part):
    """One text in both languages."""

    cn: Annotated[str, Field(max_length=LONGEST), AfterValidator(_chinese)]
    en: Annotated[str, Field(max_length=LONGEST), AfterValidator(_not_chinese)]


class Whole(Wording):
    """Which rows count at all, in words and as a condition over the columns of the table."""

    where: str | None = None


class Met(Wording):
    """Which of them meet the indicator, likewise."""

    where: str


class Change(Part):
    """What holds of an indicator from a day on; what is not said stays as it was."""

    indicator: str
    start: Day = Field(alias="from")
    weight: Weight | None = None
    floor: Number | None = None
    target: Number | None = None
    rule: Rule | None = None
    note: Note | None = None
    limit: Count | None = None
    name: Wording | None = None
    definition: Wording | None = None
    disabled: bool | None = None


class OwnIndicator(Part):
    """A share of the rows of a published table: those that meet two conditions among one."""

    id: str
    start: Day = Field(alias="from")
    mechanism: Literal["SRC", "RPT", "PUN", "SUP", "EVA", "ORG"]
    name: Wording
    definition: Wording
    table: str
    subject: str
    day: str
    denominator: Whole
    numerator: Met
    frequency: Literal["month", "quarter", "half_year", "year"]
    direction: Literal["up", "down", "neutral"]
    minimum: Count
    weight: Weight = 0
    floor: Number | None = None
    target: Number | None = None
    rule: Rule | None = None
    note: Note | None = None
    levels: tuple[Level, ...] = ("town", "banner")


class Changes(Part):
    """The whole file."""

    changes: tuple[Change, ...] = ()
    own: tuple[OwnIndicator, ...] = ()
