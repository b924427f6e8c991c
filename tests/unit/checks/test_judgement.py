"""Which rows are accepted, which are not, and for what."""

import pytest

from dagster_project.checks.judgement import Promise
from data_contracts.loader import source_contracts
from tests.unit.checks.laid_out import bench, case, faults, judged

MOBILE, ID_NUMBER = "13800138000", "11010519491231002X"
SEPTEMBER = Promise("found_on", "2026-09", is_month=True)


def test_judgement__good_row_is_accepted() -> None:
    verdict = judged(case())
    assert (verdict.read_count, verdict.accepted_count, verdict.quarantined_count) == (1, 1, 0)
    assert verdict.faults.is_empty()
    assert verdict.error_share == 0


def test_judgement__delivery_without_rows_has_no_error_share() -> None:
    assert judged().error_share == 0


def test_judgement__counts_rows_not_faults() -> None:
    verdict = judged(case(), case(case_id="C2", kind="x", share="2"), case(case_id="C3"))
    assert (verdict.read_count, verdict.accepted_count) == (3, 2)
    assert verdict.faults.height == 2
    assert verdict.error_share == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        ("case_id", None, "required"),
        ("area_code", None, "required"),
        ("found_on", None, "required"),
        ("note", MOBILE, "personal_data"),
        ("note", f"电话{MOBILE}", "personal_data"),
        ("note", ID_NUMBER, "personal_data"),
        ("note", ID_NUMBER.lower(), "personal_data"),
        ("found_on", "2026-02-30", "type"),
        ("found_on", "明天", "type"),
        ("is_solved", "也许", "type"),
        ("rework_count", "三", "type"),
        ("rework_count", "12.5", "type"),
        ("rework_count", "0x1F", "type"),
        ("rework_count", "1e1", "type"),
        ("share", "half", "type"),
        ("share", "nan", "type"),
        ("updated_at", "2026-09-08 25:00", "type"),
        ("updated_at", "2026-09-08 下午3:00", "type"),
        ("kind", "case", "unknown_code"),
        ("kind", "Joint", "unknown_code"),
        ("kind", "", "unknown_code"),
        ("case_id", "c1", "pattern"),
        ("case_id", "C 1", "pattern"),
        ("area_code", "1506261", "pattern"),
        ("case_id", "C" * 21, "max_length"),
        ("note", "一二三四五六", "max_length"),
        ("rework_count", "-1", "range"),
        ("rework_count", "100", "range"),
        ("share", "1.01", "range"),
        ("area_code", "999999", "unknown_reference"),
    ],
)
def test_cell__first_rule_that_it_breaks(column: str, cell: str | None, rule: str) -> None:
    assert faults(case(**{column: cell})) == [(2, column, rule)]


@pytest.mark.parametrize("word", ["epoch", "infinity", "2026-09-01 (BC)", "20260-1-1"])
def test_cell__words_that_only_the_database_takes_for_a_date_are_none(word: str) -> None:
    assert (2, "found_on", "type") in faults(case(found_on=word, closed_on=None, is_solved=None))


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("rework_count", "0"),
        ("rework_count", "99"),
        ("share", "0"),
        ("share", "1"),
        ("share", None),
        ("kind", None),
        ("note", "一二三四五"),
        ("case_id", "C" * 20),
        ("updated_at", "2026-09-08 08:15:30+08:00"),
        ("updated_at", None),
        ("area_code", "150626102"),
        ("closed_on", "2026-09-01"),
        ("is_solved", "false"),
    ],
)
def test_cell__at_the_edge_of_what_is_allowed(column: str, cell: str | None) -> None:
    assert faults(case(**{column: cell})) == []


@pytest.mark.parametrize(
    "digits", ["1506261234567890", "138001380001", "10800138000", "2380013800"]
)
def test_cell__long_numbers_of_other_kinds_are_no_personal_data(digits: str) -> None:
    assert faults(case(case_id=f"C-{digits}")) == []


@pytest.mark.parametrize("cell", ["１３８００１３８０００", "１１０１０５１９４９１２３１００２Ｘ"])
def test_cell__full_width_digits_are_personal_data_too(cell: str) -> None:
    """A column without a pattern keeps its full-width digits until it is judged."""
    assert faults(case(note=cell)) == [(2, "note", "personal_data")]


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        ("found_on", MOBILE, "personal_data"),
        ("area_code", MOBILE, "personal_data"),
        ("rework_count", MOBILE, "personal_data"),
        ("kind", f"joint{MOBILE}", "personal_data"),
        ("case_id", "c" * 30, "pattern"),
        ("area_code", "9" * 7, "pattern"),
    ],
)
def test_cell__reports_one_fault_the_gravest(column: str, cell: str, rule: str) -> None:
    """Required, then personal data, type, code list, pattern, length, range, reference."""
    said = [fault for fault in faults(case(**{column: cell})) if fault[1] == column]
    assert said == [(2, column, rule)]


def test_rows__the_contracts_own_rules() -> None:
    found = faults(
        case(closed_on="2026-08-31"), case(case_id="C2", closed_on=None), case(case_id="C3")
    )
    assert found == [(2, "closed_on", "closed_before_found"), (3, "is_solved", "solved_while_open")]


def test_rows__one_row_may_break_several_rules() -> None:
    found = faults(case(kind="x", share="7", closed_on="2026-08-31"))
    assert set(found) == {
        (2, "kind", "unknown_code"),
        (2, "share", "range"),
        (2, "closed_on", "closed_before_found"),
    }


def test_rows__surplus_fields_are_blamed_on_the_first_column() -> None:
    assert faults(case(_surplus="")) == [(2, "case_id", "surplus_fields")]


def test_duplicate_key__newest_by_time_is_kept() -> None:
    found = faults(
        case(updated_at="2026-09-08 08:00"),
        case(updated_at="2026-09-08 09:00"),
        case(updated_at="2026-09-08 08:30"),
    )
    assert found == [(2, "case_id", "duplicate_key"), (4, "case_id", "duplicate_key")]


def test_duplicate_key__then_the_lowest_row_of_the_file() -> None:
    same = "2026-09-08 08:00"
    assert faults(case(updated_at=same), case(updated_at=same), case(updated_at=None)) == [
        (2, "case_id", "duplicate_key"),
        (4, "case_id", "duplicate_key"),
    ]
    assert faults(case(updated_at=None), case(updated_at=None)) == [(2, "case_id", "duplicate_key")]


def test_duplicate_key__missing_keys_are_no_duplicates() -> None:
    found = faults(case(case_id=None), case(case_id=None))
    assert found == [(2, "case_id", "required"), (3, "case_id", "required")]


def test_outside_scope__days_of_another_month() -> None:
    days = ["2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01"]
    written = [
        case(case_id=f"C{n}", found_on=day, closed_on=None, is_solved=None)
        for n, day in enumerate(days)
    ]
    assert faults(*written, promise=SEPTEMBER) == [
        (2, "found_on", "outside_scope"),
        (5, "found_on", "outside_scope"),
    ]


def test_outside_scope__row_without_a_day_is_at_fault_for_that_alone() -> None:
    assert faults(case(found_on=None), promise=SEPTEMBER) == [(2, "found_on", "required")]


def test_outside_scope__rows_of_another_value() -> None:
    written = [case(case_id=f"C{n}", kind=kind) for n, kind in enumerate(["joint", "special"])]
    assert faults(*written, promise=Promise("kind", "joint")) == [(3, "kind", "outside_scope")]
    assert faults(*written, promise=Promise("kind", "o'clock")) == [
        (2, "kind", "outside_scope"),
        (3, "kind", "outside_scope"),
    ]


def test_references__an_area_may_refer_to_its_own_delivery() -> None:
    area = source_contracts()["area"]
    written = [
        {"area_code": "150626102", "name": "图克镇", "level": "town", "parent_code": "150626"},
        {"area_code": "150626", "name": "乌审旗", "level": "banner", "parent_code": None},
        {"area_code": "150626103", "name": "某镇", "level": "town", "parent_code": "150699"},
    ]
    laid = [{**row, "valid_from": "2020-01-01"} for row in written]

    def beside(_: object) -> str:
        return "SELECT area_code FROM incoming WHERE area_code IS NOT NULL"

    with bench(*laid, contract=area, known=beside) as opened:
        found = opened.judgement().faults
    assert found.select("_row", "column_name", "rule").rows() == [
        (4, "parent_code", "unknown_reference")
    ]
