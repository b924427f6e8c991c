"""Who may take a step in the life of a period, and in which words: all are kept for good."""

import re
from dataclasses import dataclass
from datetime import datetime

from dagster_project import personal
from data_contracts.complaint import Complaint

WHO = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
LONGEST = 200


class LifeError(Complaint):
    """A step that may not be taken, or is not said as it must be."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Who takes a step, when and why: an account or an office's code, and never a person's name.

    Raises:
        LifeError: it is not said in the words that may be kept.
    """

    who: str
    why: str
    at: datetime

    def __post_init__(self) -> None:
        if WHO.fullmatch(self.who) is None or personal.holds_personal_number(self.who):
            raise LifeError(
                "'--who' 须是账号或单位代码（字母、数字和 . _ -，最多40个），不是姓名或号码。",
                "'--who' must be an account or an office's code (letters, digits and . _ -, "
                "at most 40), not a name or a number of a person",
            )
        refuse_personal("--why", self.why)


def refuse_personal(option: str, text: str) -> None:
    """Nothing where `text` may be kept for ever.

    Raises:
        LifeError: it is empty or long, or looks as if it held somebody's number.
    """
    if not 0 < len(text.strip()) <= LONGEST or not text.isprintable():
        raise LifeError(
            f"'{option}' 须是一行文字，最多{LONGEST}字。",
            f"'{option}' must be one line of at most {LONGEST} characters",
        )
    if personal.holds_personal_number(text):
        raise LifeError(
            f"'{option}' 中像是有电话或身份证号，请删去；这里写下的内容会永久保留。",
            f"'{option}' seems to hold a telephone or identity number; leave it out, "
            "for what is written here is kept for good",
        )
