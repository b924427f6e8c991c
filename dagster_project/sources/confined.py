"""Workbooks of Excel 97, read by a process of its own with a bound on its memory and time.

Their reader makes room for whatever a header claims, and follows a chain of sectors wherever it
leads. What is too much ends that process, and becomes a complaint here.
"""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl

from dagster_project.sources import bounds
from dagster_project.sources.reading import SourceError
from data_contracts import confinement

ROOT = Path(__file__).parents[2]
MEGABYTES = 768
SECONDS = 60
OPEN_FILES = 16
REFUSED = 3
ONE_THREAD = {"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
"""Every thread reserves memory of its own."""


class OldWorkbook:
    """See `workbook.Workbook`; each sheet is read by another process."""

    def __init__(self, data: bytes, file: str) -> None:
        self._data, self._file = data, file
        self.names: list[str] = json.loads(_asked(data, file))

    def grid(self, name: str) -> pl.DataFrame:
        """The cells of a sheet as text, from its first row and column."""
        return pl.read_ipc(io.BytesIO(_asked(self._data, self._file, name)))


def _asked(data: bytes, file: str, *sheet: str) -> bytes:
    """The names of the sheets as JSON, or one of them as Arrow IPC."""
    words = [sys.executable, "-m", __name__, file, *sheet]
    try:
        done = subprocess.run(  # nosec B603  # this module itself, without a shell
            words,
            input=data,
            env=os.environ | ONE_THREAD,
            cwd=ROOT,
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _beyond(file) from None
    if done.returncode == 0:
        return done.stdout
    if done.returncode == REFUSED:
        raise SourceError(*json.loads(done.stdout))
    raise _beyond(file)


def _beyond(file: str) -> SourceError:
    return bounds.refused(
        file,
        f"读取它需要 {MEGABYTES} MB 以上内存或一分钟以上，工作簿已损坏或不像是登记簿",
        f"takes more than {MEGABYTES} MB of memory or a minute to read, as no sound workbook of a "
        "register does; it was not read",
        ("请用 Excel 或 WPS 另存为 XLSX 再提供", "save it as XLSX with Excel or WPS"),
    )


def main() -> None:
    """Reads a workbook from its input and writes what was asked for; see `_asked`."""
    from dagster_project.sources.workbook import Workbook

    confinement.limit(MEGABYTES, SECONDS, OPEN_FILES)
    file, *sheet = sys.argv[1:]
    try:
        book = Workbook(sys.stdin.buffer.read(), file)
        if sheet:
            book.grid(sheet[0]).write_ipc(sys.stdout.buffer)
        else:
            sys.stdout.write(json.dumps(book.names))
    except SourceError as error:
        sys.stdout.write(json.dumps([error.cn, error.en]))
        sys.stdout.flush()
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
