"""What a bench leaves of the document, and what it puts in its place."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.bench import reporting
from tests.bench.measuring import Cost
from tests.bench.release import ReleaseBench
from tests.bench.runs import Measured

COST = Cost(seconds=30, cpu_seconds=20, peak_bytes=2**30, read_bytes=10**6, written_bytes=10**6)
TOOK = {"seconds": 15.0, "cpu_seconds": 14.0, "calls": 1}
SIZES = (
    "figures",
    "changed",
    "cells",
    "sensitive",
    "new",
    "blank",
    "wished",
    "told",
    "largest_block",
)
DECIDED: Mapping[str, Any] = {
    "took": dict.fromkeys(("choosing", "telling", "auditing", "deciding"), TOOK),
    **dict.fromkeys(SIZES, 1000),
}
BENCH = ReleaseBench(
    scale="banner",
    runs={
        name: Measured(cost, {"seconds": {"model int_release_decision": 4.0}})
        for name, cost in {
            "first": COST,
            "undue": Cost(24, 16, 2**30, 10**6, 10**6),
            "due": COST,
        }.items()
    },
    audits={name: Measured(COST, dict(DECIDED)) for name in ("first", "next")},
    load=(1.0, 2.0),
)
HEADING = "## 月度发布 monthly release: banner"
HOTLINE = "## 12345 工单 hotline tickets: 1\n\nby hand\n\n"


def test_section__what_the_next_release_takes_and_of_which_run() -> None:
    said = reporting.section(BENCH)
    assert "**15.0** s" in said
    assert "25%" in said
    assert "**20.0%**" in said


@pytest.mark.parametrize("stood", ["", f"{HEADING}\n\nof old\n\n"])
def test_text__a_section_takes_its_own_place_only(stood: str) -> None:
    end = reporting.NEXT.read_text("utf-8")
    text = reporting.text([BENCH], f"# 性能\n\nsaid\n\n{stood}{HOTLINE}{end}")
    assert text.startswith("# 性能\n\nsaid\n\n")
    assert text.endswith(end)
    assert text.count(HEADING) == 1
    assert HOTLINE in text
    assert "of old" not in text
    assert reporting.text([BENCH], text) == text


def test_text__a_new_head_where_nothing_is_left_of_the_old() -> None:
    text = reporting.text([BENCH], f"# 性能 Benchmarks\n\nof old\n\n{HEADING}\n\nof old\n")
    assert text.startswith(reporting.HEAD.partition("{")[0])
    assert "of old" not in text
