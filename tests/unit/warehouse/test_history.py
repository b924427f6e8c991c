"""History in load time, on deliveries small enough to work out by hand."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dagster_project.warehouse.history import Merge
from data_contracts.configuration import ConfigurationError
from tests.unit.warehouse.register import Register, Row, Sent, Version

MakeRegister = Callable[[bool], Register]


@pytest.fixture
def a_register(tmp_path: Path) -> Iterator[MakeRegister]:
    made: list[Register] = []

    def make(has_time: bool) -> Register:
        made.append(Register(tmp_path, has_time))
        return made[-1]

    yield make
    for register in made:
        register.close()


@pytest.fixture
def timed(a_register: MakeRegister) -> Register:
    """A register whose source says when it changed a row."""
    return a_register(True)


@pytest.fixture
def plain(a_register: MakeRegister) -> Register:
    """A register whose source does not."""
    return a_register(False)


def month(order: str, scope: str, *rows: Row) -> Sent:
    return Sent(order, rows, "snapshot", scope)


def test_merge__first_delivery_opens_its_rows(plain: Register) -> None:
    assert plain.run(Sent("1", (Row("a", "x"), Row("b", "y")))) == Merge(opened=2, closed=0)
    assert plain.current() == {"a": "x", "b": "y"}
    assert plain.versions("a") == [Version("x", known_from=1, known_until=None)]


def test_merge__upsert_changes_a_row_and_keeps_the_others(plain: Register) -> None:
    plain.run(Sent("1", (Row("a", "x"), Row("b", "y"))))
    assert plain.run(Sent("2", (Row("a", "z"),))) == Merge(opened=1, closed=1)
    assert plain.versions("a") == [Version("x", 1, 2), Version("z", 2, None)]
    assert plain.versions("b") == [Version("y", 1, None)]


def test_merge__later_updated_at_wins_over_a_later_file(timed: Register) -> None:
    timed.run(Sent("2", (Row("a", "new", updated=9),)))
    timed.run(Sent("3", (Row("a", "old", updated=8),)))
    assert timed.current() == {"a": "new"}
    assert timed.versions("a") == [Version("new", 1, None)]


def test_merge__late_but_newer_row_replaces(timed: Register) -> None:
    timed.run(Sent("2", (Row("a", "old", updated=8),)))
    timed.run(Sent("1", (Row("a", "new", updated=9),)))
    assert timed.versions("a") == [Version("old", 1, 2), Version("new", 2, None)]


def test_merge__row_with_a_time_wins_over_one_without(timed: Register) -> None:
    timed.run(Sent("1", (Row("a", "timed", updated=0),)))
    timed.run(Sent("2", (Row("a", "untimed"),)))
    assert timed.current() == {"a": "timed"}


def test_merge__without_times_the_later_file_wins_though_it_came_first(plain: Register) -> None:
    plain.run(Sent("2", (Row("a", "second file"),)))
    assert plain.run(Sent("1", (Row("a", "first file"),))) == Merge(opened=0, closed=0)
    assert plain.versions("a") == [Version("second file", 1, None)]


def test_merge__same_file_again_with_other_content_is_a_correction(plain: Register) -> None:
    plain.run(Sent("1", (Row("a", "wrong"),)))
    plain.run(Sent("1", (Row("a", "right"),)))
    assert plain.versions("a") == [Version("wrong", 1, 2), Version("right", 2, None)]


def test_merge__same_delivery_again_keeps_the_version(timed: Register) -> None:
    sent = Sent("1", (Row("a", "x", updated=1), Row("b", "y")))
    timed.run(sent)
    assert timed.run(sent) == Merge(opened=0, closed=0)
    assert timed.versions("a") == [Version("x", 1, None)]


def test_merge__confirmed_row_stands_as_high_as_its_last_delivery(plain: Register) -> None:
    plain.run(Sent("1", (Row("a", "x"),)))
    plain.run(Sent("3", (Row("a", "x"),)))
    plain.run(Sent("2", (Row("a", "between"),)))
    assert plain.versions("a") == [Version("x", 1, None)]


def test_merge__row_missing_from_the_next_whole_snapshot_ends(plain: Register) -> None:
    plain.run(month("1", "*", Row("a", "x"), Row("b", "y")))
    assert plain.run(month("2", "*", Row("a", "x"))) == Merge(opened=0, closed=1)
    assert plain.versions("b") == [Version("y", 1, 2)]
    assert plain.versions("a") == [Version("x", 1, None)]


def test_merge__snapshot_of_a_month_ends_nothing_of_another_month(plain: Register) -> None:
    plain.run(month("2026-09", "2026-09", Row("a", "x")))
    plain.run(month("2026-10", "2026-10", Row("b", "y")))
    assert plain.current() == {"a": "x", "b": "y"}


def test_merge__corrected_month_ends_what_it_leaves_out(plain: Register) -> None:
    plain.run(month("2026-09", "2026-09", Row("a", "x"), Row("b", "y")))
    plain.run(month("2026-10", "2026-10", Row("c", "z")))
    plain.run(month("2026-09更正", "2026-09", Row("a", "corrected")))
    assert plain.current() == {"a": "corrected", "c": "z"}
    assert plain.versions("b") == [Version("y", 1, 3)]
    assert plain.versions("a") == [Version("x", 1, 3), Version("corrected", 3, None)]


def test_merge__late_older_file_changes_nothing(plain: Register) -> None:
    plain.run(month("2", "*", Row("a", "x")))
    late = month("1", "*", Row("a", "older"), Row("gone", "y"))
    plain.run(late)
    assert plain.current() == {"a": "x"}
    assert plain.versions("a") == [Version("x", 1, None)]
    assert plain.versions("gone") == [], "never current, for the newer file had left it out"


def test_merge__row_outdated_on_arrival_stays_out(plain: Register) -> None:
    plain.run(month("3", "*"))
    plain.run(month("2", "*", Row("a", "second")))
    plain.run(month("1", "*", Row("a", "first")))
    assert plain.current() == {}


def test_merge__row_corrected_into_an_earlier_month_lives_on_there(plain: Register) -> None:
    plain.run(month("2026-09", "2026-09"), month("2026-10", "2026-10", Row("a", "october")))
    plain.run(
        month("2026-09更正", "2026-09", Row("a", "september")), month("2026-10更正", "2026-10")
    )
    assert plain.current() == {"a": "september"}


def test_merge__row_that_moves_to_another_month_lives_on_there(plain: Register) -> None:
    plain.run(month("2026-09", "2026-09", Row("a", "september")))
    plain.run(month("2026-10", "2026-10", Row("a", "october")))
    assert plain.versions("a") == [Version("september", 1, 2), Version("october", 2, None)]


def test_merge__correction_of_the_month_it_left_does_not_end_it(plain: Register) -> None:
    plain.run(month("2026-09", "2026-09", Row("a", "september")))
    plain.run(month("2026-10", "2026-10", Row("a", "october")))
    plain.run(month("2026-11 for 2026-09", "2026-09"))
    assert plain.current() == {"a": "october"}
    assert plain.versions("a") == [Version("september", 1, 2), Version("october", 2, None)]


def test_merge__row_that_comes_back_opens_a_new_version(plain: Register) -> None:
    plain.run(month("1", "*", Row("a", "x")))
    plain.run(month("2", "*"))
    plain.run(month("3", "*", Row("a", "x")))
    assert plain.versions("a") == [Version("x", 1, 2), Version("x", 3, None)]


def test_merge__older_time_in_the_newest_snapshot_does_not_end_the_row(timed: Register) -> None:
    """The newest file is complete and lists the item, so it holds."""
    timed.run(month("1", "*", Row("a", "x", updated=5)))
    timed.run(month("2", "*", Row("a", "x", updated=4)))
    assert timed.current() == {"a": "x"}


def test_merge__row_back_in_the_newest_snapshot_holds_whatever_its_time(timed: Register) -> None:
    timed.run(month("1", "*", Row("a", "x", updated=5)))
    timed.run(month("2", "*"))
    timed.run(month("3", "*", Row("a", "y", updated=4)))
    assert timed.current() == {"a": "y"}


def test_merge__append_keeps_the_first_version(timed: Register) -> None:
    timed.run(Sent("1", (Row("a", "first", updated=1),), "append"))
    timed.run(Sent("2", (Row("a", "second", updated=2), Row("b", "new")), "append"))
    assert timed.current() == {"a": "first", "b": "new"}
    assert timed.versions("a") == [Version("first", 1, None)]


def test_merge__append_takes_the_earlier_file_that_comes_late(plain: Register) -> None:
    plain.run(Sent("2", (Row("a", "second"),), "append"))
    plain.run(Sent("1", (Row("a", "first"),), "append"))
    assert plain.versions("a") == [Version("second", 1, 2), Version("first", 2, None)]


def test_merge__append_beside_another_kind_is_refused(plain: Register) -> None:
    plain.run(Sent("1", (Row("a", "x"),), "append"))
    with pytest.raises(ConfigurationError, match="thing"):
        plain.run(Sent("2", (Row("a", "y"),), "upsert", mapping="other"))


def test_merge__source_that_appended_may_send_changes_from_now_on(plain: Register) -> None:
    plain.run(Sent("1", (Row("a", "x"),), "append"))
    plain.run(Sent("2", (Row("a", "y"),), "upsert"))
    assert plain.current() == {"a": "y"}


def test_merge__snapshots_beside_upserts_decide_alike_whenever_they_come(
    a_register: MakeRegister,
) -> None:
    """Times decide where every source sends changes; one that does not may come last or first."""
    changes = [Sent("2", (Row("a", "old", updated=8),)), Sent("1", (Row("a", "new", updated=9),))]
    whole = Sent("3", (Row("b", "y"),), "snapshot", "*", mapping="other")
    ends = []
    for arrived in ([*changes, whole], [whole, *changes]):
        register = a_register(True)
        try:
            for one in arrived:
                register.run(one)
            ends.append(register.current())
        except ConfigurationError:
            ends.append({"refused": ""})
    assert ends[0] == ends[1]


def test_merge__two_sources_end_only_their_own_rows(plain: Register) -> None:
    plain.run(Sent("1", (Row("a", "x"),), "snapshot", "*", mapping="north"))
    plain.run(Sent("1", (Row("b", "y"),), "snapshot", "*", mapping="south"))
    plain.run(Sent("2", (), "snapshot", "*", mapping="south"))
    assert plain.current() == {"a": "x"}
    plain.run(Sent("1", (Row("a", "corrected"),), "snapshot", "*", mapping="north"))
    assert plain.current() == {"a": "corrected"}


def sheets(*rows: tuple[Row, ...]) -> list[Sent]:
    """One reading of a workbook that is complete for everything."""
    return [Sent("台账.xlsx", listed, "snapshot", "*", file="台账.xlsx") for listed in rows]


def test_merge__sheets_of_one_reading_do_not_end_each_others_rows(plain: Register) -> None:
    plain.run(*sheets((Row("a", "x"),), (Row("b", "y"),), ()))
    assert plain.current() == {"a": "x", "b": "y"}


def test_merge__next_reading_ends_what_none_of_its_sheets_lists(plain: Register) -> None:
    plain.run(*sheets((Row("a", "x"), Row("gone", "z")), (Row("b", "y"),)))
    plain.run(*sheets((Row("b", "y"),), (Row("a", "x"),)))
    assert plain.current() == {"a": "x", "b": "y"}
    assert plain.versions("a") == [Version("x", 1, None)], "it only changed its sheet"
    assert plain.versions("gone") == [Version("z", 1, 2)]


def test_merge__several_deliveries_in_one_run_end_as_the_last_of_them(plain: Register) -> None:
    merged = plain.run(
        month("2", "*", Row("a", "second")), month("1", "*", Row("a", "first"), Row("b", "y"))
    )
    assert plain.current() == {"a": "second"}
    assert plain.versions("a") == [Version("second", 1, None)]
    assert merged.closed == 0
