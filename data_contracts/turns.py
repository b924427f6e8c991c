"""Statements of many accounts on one machine: so many at once, and the rest wait their turn.

Each statement may take a core and a gigabyte for its whole time. Were there no bound on how many
run at once, two analysts could take the machine from everybody who looks at a page.
"""

import os
import threading
from collections.abc import Callable
from itertools import count

from data_contracts.complaint import Complaint
from data_contracts.query import refused
from data_contracts.sandbox import Result, Running

Begin = Callable[[Callable[[], None]], Running]
"""Starts the statement, and calls what it is given once its process has ended."""


def half_the_cores() -> int:
    """How many statements may run at once, so that pages have the rest; at least one."""
    return max(1, (os.cpu_count() or 1) // 2)


class Turns:
    """Who runs and who waits. May be used from several threads.

    One statement of an account runs at a time. Next is the account that has waited longest since
    its last turn, so that whoever asks much does not keep out whoever asks once.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._lock = threading.RLock()
        self._waiting: list[Turn] = []
        self._running: set[Turn] = set()
        self._numbers = count(1)
        self._last: dict[str, int] = {}
        """The number of each account's last turn."""

    def take(self, account: str, begin: Begin) -> "Turn":
        """Begins to run a statement, or puts it with those that wait; returns at once."""
        with self._lock:
            turn = Turn(self, account, begin)
            self._waiting.append(turn)
            self._advance()
        return turn

    def ahead(self, turn: "Turn") -> int:
        """How many statements run or come before this one if nobody else asks; 0 once it runs."""
        with self._lock:
            if turn not in self._waiting:
                return 0
            return len(self._running) + self._in_order().index(turn)

    def withdraw(self, turn: "Turn") -> bool:
        """Takes it from those that wait; whether it still did."""
        with self._lock:
            is_waiting = turn in self._waiting
            if is_waiting:
                self._waiting.remove(turn)
        return is_waiting

    def end(self, turn: "Turn") -> None:
        """Its process has ended; whoever is next begins."""
        with self._lock:
            self._running.discard(turn)
            self._advance()

    def _in_order(self) -> list["Turn"]:
        """Those that wait, the next first; of accounts alike whoever came first."""
        return sorted(self._waiting, key=lambda turn: self._last.get(turn.account, 0))

    def _next(self) -> "Turn | None":
        busy = {turn.account for turn in self._running}
        return next((turn for turn in self._in_order() if turn.account not in busy), None)

    def _advance(self) -> None:
        while len(self._running) < self._places and (turn := self._next()):
            self._waiting.remove(turn)
            self._running.add(turn)
            self._last[turn.account] = next(self._numbers)
            if not turn.begin():
                self._running.discard(turn)


class Turn:
    """One statement, waiting or running or over."""

    def __init__(self, turns: Turns, account: str, begin: Begin) -> None:
        self.account = account
        self._turns = turns
        self._begin = begin
        self._running: Running | None = None
        self._why: Complaint | None = None
        self._is_decided = threading.Event()

    @property
    def ahead(self) -> int:
        """How many statements it waits for; 0 once it runs."""
        return self._turns.ahead(self)

    @property
    def seconds(self) -> float:
        """How long it has run so far, or in all."""
        return self._running.seconds if self._running else 0

    def begin(self) -> bool:
        """Starts its process; whether that went well."""
        try:
            self._running = self._begin(lambda: self._turns.end(self))
        except Complaint as error:
            self._why = error
        except OSError:
            self._why = refused("ended", "")
        self._is_decided.set()
        return self._why is None

    def is_done(self) -> bool:
        """Whether `result` answers at once."""
        return self._why is not None or (self._running is not None and self._running.is_done())

    def cancel(self) -> None:
        """Ends it, whether it waits or runs."""
        if self._turns.withdraw(self):
            self._why = refused("cancelled", "")
            self._is_decided.set()
        elif self._running is not None:
            self._running.cancel()

    def result(self) -> Result:
        """Waits for the rows.

        Raises:
            Complaint: there are none: it could not begin, or as `Running.result` says.
        """
        self._is_decided.wait()
        if self._running is None:
            raise self._why or refused("ended", "")
        return self._running.result()
