"""What every way of delivering has in common: what it does, and how it fails."""

from typing import Protocol

from dagster_project import personal
from data_contracts.complaint import Complaint

LONGEST_RECEIPT = 200


class RefusedError(Complaint):
    """The receiver will not have it, however often it is tried."""


class AwayError(Complaint):
    """The receiver cannot be reached or cannot take it now; `wait` is when it says to return."""

    def __init__(self, cn: str, en: str, wait: float | None = None) -> None:
        super().__init__(cn, en)
        self.wait = wait


class Receiver(Protocol):
    """Where packages are put. Putting the same package again changes nothing there."""

    def put(self, name: str, content: bytes, key: str) -> str | None:
        """Hands over `content`; the receipt, where the receiver gives one at once.

        Raises:
            RefusedError, AwayError: see there.
        """

    def receipt(self, name: str) -> str | None:
        """What the receiver has written since to acknowledge `name`.

        Raises:
            RefusedError, AwayError: see there.
        """


def occupied(where: str) -> RefusedError:
    """There is another file of that name."""
    return RefusedError(
        f"{where} 已有同名但内容不同的文件，没有覆盖；请与接收方核对。",
        f"{where} is there already with other content and was not replaced; "
        "settle it with the receiver",
    )


def readable(receipt: bytes) -> str:
    """A receipt as it may be kept: one short line, or nothing where it looks personal."""
    words = " ".join(receipt.decode("utf-8", "replace").split())[:LONGEST_RECEIPT]
    return "" if personal.holds_personal_number(words) else words
