"""What one session is asking: the statement in the editor, one that runs, and what came of it.

A desk belongs to an account; whoever signs in after somebody else in the same browser finds an
empty one.
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

import streamlit as st

from dashboards import saved_queries, schema, wording, workspace
from dashboards.language import spoken
from dashboards.saved_queries import Asked, Ending, Shelf, ShelfError
from dashboards.view import View
from data_contracts import audit, sandbox
from data_contracts.complaint import Complaint
from data_contracts.model import Outlet, Text
from data_contracts.sandbox import Limits, Result
from data_contracts.snapshot import Snapshot
from data_contracts.turns import Turn, Turns, half_the_cores

KEY = "sql-desk"
EDITOR = "sql-statement"
"""The widget that holds the statement."""
OUTLET = "outlet"
"""The choice of an outlet in the address."""
LIMITS = Limits()


@dataclass(slots=True)
class Question:
    """A statement that waits its turn or runs; `since` it was asked is of the monotonic clock."""

    statement: str
    outlet: Outlet
    snapshot: Snapshot
    turn: Turn
    asked_at: datetime
    since: float

    @property
    def seconds(self) -> float:
        """How long ago it was asked."""
        return time.monotonic() - self.since


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement found; `number` tells the answers of a session apart."""

    statement: str
    outlet: Outlet
    snapshot: Snapshot
    result: Result
    number: int

    @property
    def names(self) -> dict[str, str]:
        """What its columns are called in words, where that is known."""
        labels = schema.labels(self.statement, self.result.frame.columns)
        return {name: spoken(text) for name, text in labels.items()}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer."""

    ending: Ending
    complaint: Complaint


@dataclass(slots=True)
class Desk:
    """The state of the page for as long as the session lasts."""

    account: str
    statement: str = ""
    question: Question | None = None
    answer: Answer | None = None
    failure: Failure | None = None
    number: int = 0
    table: str | None = None
    """The published table that is looked at."""
    is_naming: bool = False
    """Whether the statement is about to be saved."""
    taken: str | None = None
    """A name that is taken, until it is said whether to overwrite."""
    said: Text | None = None
    """What was done last, such as that a statement was saved."""
    deleting: str | None = None
    """The saved statement of which it is asked whether to delete it."""


def of(view: View) -> Desk:
    """The desk of this session and account, with the editor as it was left."""
    desk: Desk | None = st.session_state.get(KEY)
    if desk is None or desk.account != view.account.name:
        if desk is not None:
            cancel(desk)
            st.session_state.pop(EDITOR, None)
        desk = st.session_state[KEY] = Desk(view.account.name)
    if desk.answer and desk.answer.outlet not in outlets(view):
        desk.answer = None
    st.session_state.setdefault(EDITOR, desk.statement)
    return desk


@lru_cache(maxsize=1)
def turns() -> Turns:
    """Who runs and who waits on this server."""
    return Turns(half_the_cores())


def outlets(view: View) -> tuple[Outlet, ...]:
    """What the account may ask, the open outlet first."""
    return view.account.outlets


def shelf(view: View) -> Shelf:
    """What the account has saved and asked."""
    return Shelf(workspace.home() / saved_queries.FILE, view.account.name)


def put(desk: Desk, statement: str, outlet: Outlet | None = None) -> None:
    """A statement into the editor, and the outlet that it is for."""
    desk.statement = st.session_state[EDITOR] = statement
    desk.is_naming, desk.taken, desk.said = False, None, None
    if outlet is Outlet.OPEN:
        st.query_params.pop(OUTLET, None)
    elif outlet is not None:
        st.query_params[OUTLET] = outlet


def ask(view: View, desk: Desk, statement: str, outlet: Outlet) -> None:
    """Starts a statement in place of one that still runs; why it cannot start is kept too."""
    if asked := cancel(desk):
        _remember(view, asked)
    desk.statement, desk.answer, desk.failure, desk.said = statement, None, None, None
    now, since = datetime.now(wording.BEIJING), time.monotonic()
    try:
        snapshot = view.opened(outlet, audit.sql(statement))
        begin = partial(sandbox.start, snapshot, statement, outlet, LIMITS)
        turn = turns().take(view.account.name, begin)
    except Complaint as error:
        desk.failure = Failure(Ending.REFUSED, error)
        _remember(view, Asked(statement, outlet, now, Ending.REFUSED, 0))
        return
    desk.question = Question(statement, outlet, snapshot, turn, now, since)


def collect(view: View, desk: Desk) -> None:
    """Takes up what a statement that is over has found."""
    question = desk.question
    if question is None or not question.turn.is_done():
        return
    desk.question = None
    asked = (question.statement, question.outlet, question.asked_at)
    try:
        result = question.turn.result()
    except Complaint as error:
        desk.failure = Failure(Ending.FAILED, error)
        _remember(view, Asked(*asked, Ending.FAILED, question.turn.seconds))
        return
    desk.number += 1
    desk.answer = Answer(
        question.statement, question.outlet, question.snapshot, result, desk.number
    )
    _remember(view, Asked(*asked, Ending.ANSWERED, result.seconds, result.frame.height))


def cancel(desk: Desk) -> Asked | None:
    """Ends the statement that runs; the line for the history, if there was one."""
    question = desk.question
    if question is None:
        return None
    question.turn.cancel()
    desk.question = None
    return Asked(
        question.statement, question.outlet, question.asked_at, Ending.CANCELLED, question.seconds
    )


def give_up(view: View, desk: Desk) -> None:
    """Cancels on the reader's word, and says so."""
    if asked := cancel(desk):
        after = wording.rounded(asked.seconds)
        desk.failure = Failure(
            Ending.CANCELLED,
            Complaint(
                f"语句{after}秒后已取消，没有结果；语句还在编辑框里，可以修改后再运行。",
                f"cancelled after {after} seconds, without a result; the statement is still in "
                "the editor, to be changed and run again",
            ),
        )
        _remember(view, asked)


def _remember(view: View, asked: Asked) -> None:
    """Into the history; a query does not fail because its history cannot be written."""
    with suppress(ShelfError):
        shelf(view).record(asked)
