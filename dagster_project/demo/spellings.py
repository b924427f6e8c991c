"""The many ways in which clerks and platforms write the same date, yes or no.

Only text for source files is made here; nothing reads such text.
"""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum

FULL_WIDTH_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


class Spelling(Enum):
    """How one row is written."""

    ISO = "iso"
    SLASH = "slash"
    CHINESE = "chinese"
    DOT = "dot"
    TIMED = "timed"
    CODED = "coded"
    """Compact dates, 1/0, and codes in place of names."""
    FULL_WIDTH = "full_width"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_DATES: dict[Spelling, Callable[[date], str]] = {
    Spelling.ISO: lambda day: day.isoformat(),
    Spelling.SLASH: lambda day: f"{day.year}/{day.month}/{day.day}",
    Spelling.CHINESE: _chinese,
    Spelling.DOT: lambda day: f"{day.year}.{day.month}.{day.day}",
    Spelling.TIMED: lambda day: f"{day.isoformat()} 08:15",
    Spelling.CODED: lambda day: day.strftime("%Y%m%d"),
    Spelling.FULL_WIDTH: lambda day: _chinese(day).translate(FULL_WIDTH_DIGITS),
}
_MOMENT_DATES = {
    Spelling.SLASH: _DATES[Spelling.SLASH],
    Spelling.CHINESE: _DATES[Spelling.CHINESE],
}


def spell_date(day: date | None, spelling: Spelling) -> str:
    """A date as text; empty for none."""
    return "" if day is None else _DATES[spelling](day)


def spell_moment(moment: datetime, spelling: Spelling) -> str:
    """A local time to the second as text."""
    day = _MOMENT_DATES.get(spelling, _DATES[Spelling.ISO])(moment.date())
    return f"{day} {moment:%H:%M:%S}"


def spell_flag(flag: bool | None, spelling: Spelling) -> str:
    """是/否, or 1/0 in coded rows; empty for unknown."""
    if flag is None:
        return ""
    if spelling is Spelling.CODED:
        return "1" if flag else "0"
    return "是" if flag else "否"


def spell_count(count: int, spelling: Spelling) -> str:
    """A whole number, now and then in full-width digits."""
    text = str(count)
    return text.translate(FULL_WIDTH_DIGITS) if spelling is Spelling.FULL_WIDTH else text
