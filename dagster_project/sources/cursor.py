"""How far a source was read: where the next reading begins, and where this one got to.

A cursor is the text of a source's date, time or whole number that grows with every change.
A reading begins before the last cursor, by the mapping's overlap, for a row may be committed
later than the time that stands in it.
"""

import re
from datetime import date, datetime, timedelta

import polars as pl

from dagster_project.settings import TIME_ZONE

OVERLAP_DAYS = 1
OVERLAP_NUMBERS = 1000
NUMBER = r"^-?\d+$"
CLOCK = r"\d{2}:\d{2}:\d{2}"
MOMENT = rf"^(\d{{4}}-\d{{2}}-\d{{2}})(?:([ T])({CLOCK})(\.\d+)?(Z|[+-]\d{{2}}:?\d{{2}})?)?$"
LOCAL = "+08:00"


def is_cursor(text: str) -> bool:
    """Whether `text` is a whole number, a date or a time that can be compared."""
    return bool(re.match(NUMBER, text)) or ranks(pl.Series([text])).null_count() == 0


def ranks(texts: pl.Series) -> pl.Series:
    """Cursors as comparable integers; times as microseconds, null where it is no cursor.

    A time without a zone is local.
    """
    text = pl.col("text")
    day, clock, part, zone = (text.str.extract(MOMENT, group) for group in (1, 3, 4, 5))
    zone = zone.replace("Z", "+00:00").fill_null(LOCAL).str.replace(":", "", literal=True)
    moment = pl.concat_str(
        day, pl.lit(" "), clock.fill_null("00:00:00"), part.fill_null(".0"), zone
    )
    times = moment.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%z", time_unit="us", strict=False)
    number = pl.when(text.str.contains(NUMBER)).then(text).cast(pl.Int64, strict=False)
    frame = pl.DataFrame({"text": texts.cast(pl.String)})
    return frame.select(pl.coalesce(times.cast(pl.Int64), number)).to_series()


def begin(last: str, overlap: int | None) -> str:
    """The cursor from which to read again, in the form in which `last` is written."""
    if re.match(NUMBER, last):
        return str(int(last) - (OVERLAP_NUMBERS if overlap is None else overlap))
    found = re.match(MOMENT, last)
    if found is None:
        raise ValueError("no cursor")
    days = timedelta(days=OVERLAP_DAYS if overlap is None else overlap)
    day, separator, clock, _, zone = found.groups()
    earlier = (date.fromisoformat(day) - days).isoformat()
    return f"{earlier}{separator}{clock}{zone or ''}" if clock else earlier


def reached(texts: pl.Series, last: str | None, at: datetime) -> str | None:
    """The greatest cursor of a reading; never before `last`, nor in the future.

    One row with a time far ahead would else hide all that come after it.
    """
    known = pl.DataFrame({"text": texts, "rank": ranks(texts)}).drop_nulls("rank")
    if last is not None:
        known = known.vstack(pl.DataFrame({"text": [last], "rank": ranks(pl.Series([last]))}))
    if known.is_empty():
        return None
    if not re.match(NUMBER, known["text"][0]):
        today = at.astimezone(TIME_ZONE)
        is_past = pl.col("rank") <= int(today.timestamp() * 1_000_000)
        past = known.filter(is_past)
        if past.is_empty():
            return last
        known = past
    return str(known.sort("rank", "text")["text"][-1])


def is_from(texts: pl.Series, first: str) -> pl.Series:
    """Which rows the next reading brings again: those from `first` on, and those without any."""
    is_later: pl.Series = ranks(texts) >= ranks(pl.Series([first]))[0]
    return is_later.fill_null(True)


def typed(text: str) -> datetime | date | int:
    """A cursor as what a database compares its own columns with; times are local."""
    if re.match(NUMBER, text):
        return int(text)
    moment = datetime.fromisoformat(text)
    if len(text) == len("2026-11-20"):
        return moment.date()
    return moment.astimezone(TIME_ZONE).replace(tzinfo=None) if moment.tzinfo else moment
