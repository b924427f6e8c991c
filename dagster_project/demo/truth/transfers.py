"""SRC09: transfers of clues fed back in time, by the day named or else within the limit."""

from datetime import date
from typing import Final

from dagster_project.demo.clues.records import ClueTransfer
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Placed, cohorts
from dagster_project.demo.truth.figures import Figure, FigureKey, share_figure
from dagster_project.demo.truth.known import is_by, workdays_after

MIN_DENOMINATOR: Final = {"SRC09": 5}
FEEDBACK_WORKDAYS: Final = 15


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SRC09 in every cell of who owes the feedback."""
    due = [(one, feedback_due_on(one)) for one in world.clue_transfers]
    placed = [
        Placed(is_by(one.fed_back_on, day), one.to_unit_code, None, day)
        for one, day in due
        if one.transferred_on <= as_of and day <= as_of
    ]
    return {
        ("SRC09", *cell): share_figure(
            sum(in_time), len(in_time), MIN_DENOMINATOR["SRC09"], period.last, as_of
        )
        for cell, (period, in_time) in cohorts(world, placed, as_of).items()
    }


def feedback_due_on(transfer: ClueTransfer) -> date:
    """The day that it names; fifteen working days after it where it names none."""
    if transfer.feedback_due_on is not None:
        return transfer.feedback_due_on
    return workdays_after(transfer.transferred_on, FEEDBACK_WORKDAYS)
