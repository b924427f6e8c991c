"""The limits of what is read: where they lie, that they are told, and what is just below them."""

import re
from pathlib import Path

import duckdb
import pytest

from dagster_project import unseen
from dagster_project.sources import bounds, confined, service
from dagster_project.sources.bounds import MEGABYTE
from dagster_project.sources.reading import SourceError

DOCUMENT = Path(__file__).parents[3] / "docs" / "mapping.md"


def test_limits__are_those_of_the_document() -> None:
    [section] = re.findall(r"## 上限 Limits\n(.*?)\n## ", DOCUMENT.read_text("utf-8"), re.S)
    for said in (
        f"{bounds.LARGEST_FILE_BYTES // MEGABYTE} MB",
        f"{bounds.MOST_ROWS // 1_000_000} million rows",
        f"{bounds.MOST_COLUMNS} 列 columns",
        f"{bounds.MOST_CELLS // 1_000_000} million cells",
        f"{bounds.LONGEST_LINE_BYTES // MEGABYTE} MB · {bounds.LONGEST_CELL:,} 字",
        f"{bounds.MOST_MEMBERS} 个文件",
        f"{bounds.MOST_UNPACKED_BYTES // MEGABYTE // 1024} GB unpacked",
        f"{bounds.MOST_RATIO} times",
        f"{service.LARGEST_PAGE_BYTES // MEGABYTE} MB",
        f"{confined.MEGABYTES} MB",
    ):
        assert said in section


LARGEST = bounds.LARGEST_FILE_BYTES
RULES = {
    "size": (lambda over: bounds.refuse_size(LARGEST + over, "a.csv"), "128 MB"),
    "text": (lambda over: bounds.refuse_text(LARGEST + over, "a.csv"), "128 MB of text"),
    "rows": (lambda over: bounds.refuse_extent(2_000_000 + over, 1, "a.csv"), "2000001 rows"),
    "columns": (lambda over: bounds.refuse_extent(0, 1000 + over, "a.csv"), "1001 columns"),
    "cells": (lambda over: bounds.refuse_extent(20_000 + over, 1000, "a.csv"), "cells"),
    "line": (lambda over: bounds.refuse_line(MEGABYTE + over, 7, "a.csv"), "row 7"),
    "cell": (lambda over: bounds.refuse_cell(32_767 + over, 7, "a.csv"), "row 7"),
    "all members": (
        lambda over: bounds.refuse_unpacked([1024 * MEGABYTE, over], "a.csv"),
        "1024 MB",
    ),
}


@pytest.mark.parametrize(("refuse", "said"), RULES.values(), ids=RULES)
def test_limit__is_the_last_that_is_allowed(refuse: object, said: str) -> None:
    assert callable(refuse)
    refuse(0)
    with pytest.raises(SourceError, match=r"a\.csv") as caught:
        refuse(1)
    assert said in caught.value.en
    assert re.search("请.+。$", caught.value.cn)


CODES = [*range(0x300), *range(0x600, 0x620), *range(0x1800, 0x1810), *range(0x2000, 0x2070)]
CODES += [0x3000, 0xFEFF, *range(0xFFF0, 0xFFFE), 0xE0001, 0xE0041, 0xE0080, 0x1F600]


def test_unseen_characters__are_the_same_in_python_and_sql() -> None:
    """Zero is left to Python: DuckDB's driver takes no text with it."""
    with duckdb.connect() as connection:
        asked = f"SELECT {unseen.holds('$text')}"
        found = {
            c
            for c in CODES[1:]
            if connection.execute(asked, {"text": f"a{chr(c)}"}).fetchone() == (True,)
        }
    assert found == {c for c in CODES[1:] if unseen.is_in(f"a{chr(c)}")}
    assert unseen.is_in("\0")
    assert {0x1B, 0x7F, 0xAD, 0x200B, 0x202E, 0x2066, 0xFEFF, 0xE0041} <= found
    assert not found & {0x20, 0x41, 0x200C, 0x200D, 0x180E, 0x2013, 0x202F, 0x3000, 0x1F600}
