"""What of the server's messages counts as an error, and what the document makes of a crowd."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench import reporting
from tests.bench.pages import Crowd, PagesBench, percentile
from tests.bench.people import complaint

HUNDRED = [number / 100 for number in range(100, 0, -1)]
MIB = 2**20
CROWD = Crowd(HUNDRED, ["exception: torn"], bytes_before=300 * MIB, bytes_after=340 * MIB)
BENCH = PagesBench("banner", {"": [0.3, 0.1, 0.2]}, {"": [0.4]}, CROWD, CROWD, CROWD, 5)


def _exception() -> ForwardMsg:
    answer = ForwardMsg()
    answer.delta.new_element.exception.message = "torn"
    return answer


def _drawn() -> ForwardMsg:
    answer = ForwardMsg()
    answer.delta.new_element.html.body = "exception"
    return answer


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (_exception(), "exception: torn"),
        (_drawn(), ""),
        (ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY), ""),
        (
            ForwardMsg(script_finished=ForwardMsg.FINISHED_WITH_COMPILE_ERROR),
            "not finished: FINISHED_WITH_COMPILE_ERROR",
        ),
    ],
)
def test_complaint(answer: ForwardMsg, said: str) -> None:
    assert complaint(answer) == said


def test_complaint__a_page_that_does_not_exist() -> None:
    answer = ForwardMsg()
    answer.page_not_found.SetInParent()
    assert complaint(answer) == "no such page"


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        (HUNDRED, 0.5, 0.5),
        (HUNDRED, 0.95, 0.95),
        (HUNDRED, 1.0, 1.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([3.0, 1.0, 2.0], 0.95, 3.0),
        ([7.0], 0.5, 7.0),
    ],
)
def test_percentile(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_section__first_paint_and_a_crowd_in_numbers() -> None:
    said = reporting.section(BENCH)
    assert "## 页面 pages: banner\n" in said
    assert "| 0.20 | 0.30 |" in said
    assert "| 100 | 1.7 | 0.500 | 0.950 | 1.00 | 1 | 340 | 2.0 |" in said
