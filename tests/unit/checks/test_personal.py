"""Mobile and identity numbers, recognised alike in SQL and in Python.

11010519491231002X and 440524188001010014 are the examples of the standard, GB 11643-1999.
"""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project import personal

OF_THE_STANDARD = ["11010519491231002X", "440524188001010014"]
SOME = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def in_sql(text: str) -> bool:
    either = f"{personal.holds_mobile_number('$1')} OR {personal.holds_id_number('$1')}"
    [(found,)] = duckdb.execute(f"SELECT {either}", [text]).fetchall()
    return bool(found)


def check_digit(seventeen: str) -> str:
    """ISO 7064, MOD 11-2, as the standard's recursive method gives it."""
    rest = 0
    for digit in seventeen:
        rest = (rest + int(digit)) * 2 % 11
    return "0123456789X"[(12 - rest) % 11]


@pytest.mark.parametrize("number", OF_THE_STANDARD)
def test_check_digit__of_the_test_itself_is_the_standards(number: str) -> None:
    assert check_digit(number[:17]) == number[17]


@pytest.mark.parametrize(
    "text",
    [
        *OF_THE_STANDARD,
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-1949-1231-002X",
        "身份证11010519491231002X。",
        "11010519491231002X,440524188001010014",
        "13800138000",
        "１３８００１３８０００",
        "电话:13800138000。",
        "138-0013-8000",
        "138 0013 8000",
        "+86 138 0013 8000",
        "8613800138000",
        "张三19912345678李四",
    ],
)
def test_personal__numbers_however_they_are_written(text: str) -> None:
    assert in_sql(text)
    assert personal.holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "图克镇",
        "150626102001",
        "150626102-01",
        "110105194912310021",
        "11010519491331002X",
        "23800138000",
        "12800138000",
        "1380013800",
        "138001380000",
        "2026-09-01 08:15:30",
        "20260901081530",
        "3.14159265358979",
    ],
)
def test_personal__numbers_of_other_kinds(text: str) -> None:
    assert not in_sql(text)
    assert not personal.holds_personal_number(text)


@SOME
@given(
    area=st.integers(110000, 659999),
    day=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    order=st.integers(0, 999),
    gap=st.sampled_from(["", " ", "-", "　"]),
    around=st.sampled_from([("", ""), ("号", "。"), ("A", "B"), (" ", ",")]),
)
def test_personal__any_right_identity_number(
    area: int, day: date, order: int, gap: str, around: tuple[str, str]
) -> None:
    digits = f"{area}{day:%Y%m%d}{order:03d}"
    number = gap.join([digits[:6], digits[6:14], digits[14:] + check_digit(digits)])
    text = number.join(around)
    assert in_sql(text)
    assert personal.holds_personal_number(text)


@SOME
@given(st.text(alphabet="0123456789Xx -１8号张", max_size=30))
def test_personal__sql_and_python_agree(text: str) -> None:
    assert in_sql(text) == personal.holds_personal_number(text)
