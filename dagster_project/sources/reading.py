"""What every kind of source gives back, and how it complains."""

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from dagster_project import unseen
from dagster_project.personal import holds_personal_number
from data_contracts.complaint import Complaint

ROW = "_row"
SURPLUS = "_surplus"


class SourceError(Complaint):
    """A source that cannot be read as agreed.

    It never quotes a cell: what stands in the wrong place may be somebody's name.
    """


class SourceUnreachableError(SourceError):
    """A source that is away for now; worth another try in a moment."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a source has to give, known without opening it.

    `stamp` changes whenever the content may have changed, and is empty where only reading
    tells; `order` sorts a source's offers by which one wins.
    """

    file: str
    stamp: str
    order: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of an offer brought.

    `digest` is a fingerprint of it, `next_digest` of what the next reading brings if nothing
    changes until then, which begins before `cursor` where there is one.
    """

    data: bytes
    digest: str
    next_digest: str
    cursor: str | None = None

    @classmethod
    def whole(cls, data: bytes) -> "Reading":
        """A reading of everything, which the next one brings again."""
        digest = hashlib.sha256(data).hexdigest()
        return cls(data, digest, digest)


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen columns of a table, as text.

    `frame` has one text column a position, named by it, `_row` (1-based, as the user sees
    it) and `_surplus` (the row holds more fields than the header). `ignored` counts rows
    that the mapping declares to be no data.
    """

    frame: pl.DataFrame
    ignored: int


class SourceTable(Protocol):
    """A table whose headers are known and whose cells are read only on demand."""

    @property
    def headers(self) -> list[str]:
        """The header of every column, from left to right."""

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """The columns at `positions` (0-based), without blank and ignored rows."""


def tidy(header: str | None) -> str:
    """A header as people mean it: half-width, without blanks and line breaks."""
    return "".join(unicodedata.normalize("NFKC", header or "").split())


def refuse_name(name: str, place: str) -> None:
    """Refuses a file, member or sheet that is called by somebody's number, or that hides its name.

    Raises:
        SourceError: it is; the complaint names the mapping or file that it was found in as
            `place`, for the name must not be repeated.
    """
    if holds_personal_number(name):
        raise SourceError(
            f"{place}：有一个文件、压缩包成员或工作表的名称含手机号或身份证号，"
            "未读取；请改名后重新提供。",
            f"{place}: the name of a file, a ZIP's member or a sheet holds a telephone or "
            "identity number; it was not read, rename it and deliver it again",
        )
    if unseen.is_in(name):
        raise SourceError(
            f"{place}：有一个文件、压缩包成员或工作表的名称含看不见的控制字符，"
            "未读取；请改名后重新提供。",
            f"{place}: the name of a file, a ZIP's member or a sheet holds a control character "
            "that cannot be seen; it was not read, rename it and deliver it again",
        )


def keep_data_rows(frame: pl.DataFrame, ignore_rows: tuple[str, ...]) -> Selection:
    """Drops blank rows, and counts and drops those that begin with one of `ignore_rows`."""
    cells = [name for name in frame.columns if name not in (ROW, SURPLUS)]
    text = [pl.col(name).str.strip_chars() for name in cells]
    first = pl.coalesce([pl.when(cell != "").then(cell) for cell in text])
    filled = frame.with_columns(first.alias("_first")).filter(pl.col("_first").is_not_null())
    kept = filled
    for beginning in ignore_rows:
        kept = kept.filter(~pl.col("_first").str.starts_with(beginning))
    return Selection(frame=kept.drop("_first"), ignored=filled.height - kept.height)
