"""Statements of several accounts: so many at once, in a fair order, and nothing is left waiting."""

import threading
from collections.abc import Callable
from functools import partial

import pytest

from data_contracts import sandbox
from data_contracts.model import Outlet
from data_contracts.query import QueryError
from data_contracts.sandbox import Limits, Running
from data_contracts.turns import Turn, Turns
from tests.sandbox.planted import Ground
from tests.sandbox.processes import children

SLEEP = "SELECT sleep_ms(600000)"
LONG = Limits(seconds=600)
PATIENCE_SECONDS = 120


class Office:
    """Accounts that ask of one snapshot; keeps in which order their statements began and ended."""

    def __init__(self, ground: Ground, places: int) -> None:
        self.turns = Turns(places)
        self.began: list[str] = []
        self._ground = ground
        self._ended = threading.Condition()
        self._over = 0

    def ask(self, account: str, sql: str, name: str = "") -> Turn:
        start = partial(sandbox.start, self._ground.snapshot, sql, Outlet.OPEN, LONG)

        def begin(then: Callable[[], None]) -> Running:
            self.began.append(name or account)

            def ended() -> None:
                then()
                with self._ended:
                    self._over += 1
                    self._ended.notify_all()

            return start(ended)

        return self.turns.take(account, begin)

    def await_ended(self, number: int) -> None:
        """Until so many processes have ended and given their places on."""
        with self._ended:
            assert self._ended.wait_for(lambda: self._over == number, PATIENCE_SECONDS)


def test_turns__as_many_run_at_once_as_there_are_places(planted: Ground) -> None:
    office, before = Office(planted, places=2), children()
    turns = [office.ask(account, SLEEP) for account in "abcd"]
    assert len(children()) - len(before) == 2
    assert [turn.ahead for turn in turns] == [0, 0, 2, 3]
    turns[1].cancel()
    office.await_ended(1)
    assert [turn.ahead for turn in turns] == [0, 0, 0, 2]
    for turn in turns:
        turn.cancel()
    office.await_ended(3)
    assert office.began == ["a", "b", "c"]
    assert children() == before


def test_turns__one_who_waits_gets_his_answer(planted: Ground) -> None:
    office = Office(planted, places=1)
    bomb, asked = office.ask("a", SLEEP), office.ask("b", "SELECT 4711")
    assert (asked.is_done(), asked.ahead, asked.seconds) == (False, 1, 0)
    bomb.cancel()
    office.await_ended(2)
    assert asked.is_done()
    assert asked.result().frame.item() == 4711
    with pytest.raises(QueryError):
        bomb.result()


def test_turns__who_asks_once_comes_before_the_second_of_who_asks_much(planted: Ground) -> None:
    office = Office(planted, places=1)
    first = office.ask("much", SLEEP, "much 1")
    office.ask("much", "SELECT 2", "much 2")
    office.ask("much", "SELECT 3", "much 3")
    office.ask("once", "SELECT 1", "once")
    first.cancel()
    office.await_ended(4)
    assert office.began == ["much 1", "once", "much 2", "much 3"]


def test_turns__an_account_has_one_at_a_time_though_there_is_room(planted: Ground) -> None:
    office = Office(planted, places=3)
    first, second = office.ask("a", SLEEP), office.ask("a", "SELECT 1", "a again")
    other = office.ask("b", "SELECT 1")
    office.await_ended(1)
    assert other.is_done()
    assert (office.began, second.ahead) == (["a", "b"], 1)
    first.cancel()
    office.await_ended(3)
    assert second.result().frame.item() == 1


def test_cancel__of_one_who_waits_takes_no_place(planted: Ground) -> None:
    office = Office(planted, places=1)
    first, second, third = (office.ask(account, SLEEP) for account in "abc")
    second.cancel()
    assert second.is_done()
    assert third.ahead == 1
    with pytest.raises(QueryError):
        second.result()
    first.cancel()
    office.await_ended(1)
    assert office.began == ["a", "c"]
    third.cancel()
    office.await_ended(2)


def test_turn__that_cannot_begin_says_so_and_gives_its_place_on() -> None:
    """A machine without room for another process refuses it."""
    turns = Turns(places=1)

    def begin(then: Callable[[], None]) -> Running:
        raise BlockingIOError

    for _ in range(2):
        turn = turns.take("a", begin)
        assert turn.is_done()
        with pytest.raises(QueryError):
            turn.result()
