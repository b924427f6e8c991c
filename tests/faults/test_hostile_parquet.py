"""Parquet files that were made to harm: refused in words, by what they claim of themselves."""

import contextlib
import io
import struct
from collections.abc import Callable

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.sources.reading import SourceError
from tests.faults.hostile import HEADERS, ROW, Looked, assert_bounded, assert_refused, check
from tests.unit.sources.stand_ins import read

MEGABYTE = 1024**2


def written(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def sound() -> pl.DataFrame:
    return pl.DataFrame([ROW], schema=dict.fromkeys(HEADERS, pl.String), orient="row")


def of_arrow(table: pa.Table, **said: object) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", **said)
    return buffer.getvalue()


def dictionary_of_one() -> bytes:
    """One word of a megabyte, which stands in 100,000 rows and in the file once."""
    places = pa.array([0] * 100_000, pa.int32())
    word = pa.DictionaryArray.from_arrays(places, pa.array(["a" * MEGABYTE]))
    columns = [word, *(pa.array(["x"] * 100_000) for _ in HEADERS[1:])]
    return of_arrow(pa.table(columns, names=HEADERS))


def wide_pages() -> bytes:
    """300 words of a megabyte in a file of some kilobytes."""
    words = [chr(97 + n % 26) * MEGABYTE for n in range(300)]
    columns = [pa.array(words), *(pa.array(["x"] * 300) for _ in HEADERS[1:])]
    return of_arrow(pa.table(columns, names=HEADERS), use_dictionary=False)


def boastful_page() -> bytes:
    """The header of its only page says that it unpacks to two gigabytes; its footer does not."""
    data = of_arrow(pa.table({HEADERS[0]: ["a" * 200]}), use_dictionary=False)
    place = pq.read_metadata(io.BytesIO(data)).row_group(0).column(0).data_page_offset
    # Field 1 is the kind of page, 0; field 2, of 32 bits as every odd byte here, its size.
    assert data[place : place + 3] == b"\x15\x00\x15"
    end = place + 3
    while data[end] & 128:
        end += 1
    largest = b"\xfe\xff\xff\xff\x0f"
    return data[: place + 3] + largest + data[end + 1 :]


def footer_of(length: int) -> bytes:
    data = written(sound())
    return data[:-8] + struct.pack("<I", length) + b"PAR1"


HARMFUL: dict[str, tuple[Callable[[], bytes], str]] = {
    "three million rows": (
        lambda: written(sound().select(pl.all().repeat_by(3_000_000).explode())),
        "3000000 rows",
    ),
    "2,000 columns": (
        lambda: written(pl.DataFrame({f"c{n}": ["a"] for n in range(2000)})),
        "2000 columns",
    ),
    "pages that unpack to 300 MB": (wide_pages, "larger than 128 MB"),
    "a page that says that it unpacks to 2 GB": (boastful_page, "larger than 128 MB"),
    "a word of 1 MB in 100,000 rows": (dictionary_of_one, "128 MB of text"),
    "a footer longer than the file": (lambda: footer_of(2**32 - 1), "damaged Parquet"),
    "a footer that is none": (lambda: footer_of(3), "damaged Parquet"),
    "no footer": (lambda: written(sound())[:-30], "damaged Parquet"),
    "noise between its marks": (
        lambda: b"PAR1" + bytes(range(256)) * 40 + struct.pack("<I", 9000) + b"PAR1",
        "damaged Parquet",
    ),
}


FILES = {f"{number}.parquet": make for number, (make, _) in enumerate(HARMFUL.values())}
SAID = {f"{number}.parquet": said for number, (_, said) in enumerate(HARMFUL.values())}
SOUND = {
    "polars.parquet": lambda: written(sound()),
    "arrow.parquet": lambda: of_arrow(pa.table(sound().to_dict(as_series=False))),
}


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    return check(tmp_path_factory.mktemp("parquet"), {**FILES, **SOUND})


def test_parquet_files__take_less_than_a_gigabyte(looked: Looked) -> None:
    assert_bounded(looked)


@pytest.mark.parametrize("file", FILES, ids=HARMFUL)
def test_parquet__is_refused_in_words(looked: Looked, file: str) -> None:
    assert_refused(looked.of(file), SAID[file])


@pytest.mark.parametrize("file", SOUND)
def test_crafted_parquet__is_sound_where_nothing_is_wrong_with_it(
    looked: Looked, file: str
) -> None:
    assert "读取 1 行，入库 1，" in looked.of(file)


def test_parquet__with_any_wrong_byte_is_read_or_refused() -> None:
    """Never an error of the program's own."""
    good = written(sound())
    for place in range(len(good)):
        data = good[:place] + bytes([good[place] ^ 0x7F]) + good[place + 1 :]
        with contextlib.suppress(SourceError):
            read(data, "a.parquet")
