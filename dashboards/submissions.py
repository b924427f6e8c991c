"""Hands a filled template to the `anping` command, the only program that judges and keeps files.

The file lies in a folder of its own for as long as the command runs, and nowhere afterwards.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboards import workspace
from data_contracts.complaint import Complaint
from data_contracts.model import Text

PATIENCE_SECONDS = 120


class SubmissionError(Complaint):
    """The command gave no verdict; what it said is in the server's log."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: row, column and rule, the value as masked, and what to do."""

    row: int
    column: Text
    rule: Text
    masked: str | None
    advice: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the command found; `path` is where the file lies once it has been handed in."""

    is_refused: bool
    complaint: Text | None
    read_count: int
    accepted_count: int
    quarantined_count: int
    fault_count: int
    faults: tuple[Fault, ...]
    path: Path | None
    is_known: bool

    @classmethod
    def from_told(cls, told: dict[str, Any]) -> "Verdict":
        """The verdict in what `anping submit --json` prints."""
        counts = ("read_count", "accepted_count", "quarantined_count", "fault_count")
        return cls(
            is_refused=told["is_refused"],
            complaint=Text(*told["complaint"]) if told["complaint"] else None,
            **{name: told[name] for name in counts},
            faults=tuple(
                Fault(
                    row=one["row"],
                    column=Text(*one["column"]),
                    rule=Text(*one["rule"]),
                    masked=one["masked"],
                    advice=Text(*one["advice"]),
                )
                for one in told["faults"]
            ),
            path=Path(told["path"]) if told["path"] else None,
            is_known=told["is_known"],
        )


def check(register: str, data: bytes) -> Verdict:
    """What would be loaded of a filled template; see `hand_in`."""
    return _told(register, data, "--check")


def hand_in(register: str, data: bytes) -> Verdict:
    """Puts a filled template where the next run reads it, unless all of it is refused.

    Raises:
        SubmissionError: the command failed, or took too long.
    """
    return _told(register, data)


def _told(register: str, data: bytes, *options: str) -> Verdict:
    with tempfile.TemporaryDirectory(prefix="anping-submit-") as folder:
        file = Path(folder) / f"{register}.xlsx"
        file.write_bytes(data)
        words = ["submit", register, str(file), "--json", *options]
        try:
            done = subprocess.run(  # nosec B603  # the command, without a shell
                [sys.executable, "-m", "dagster_project", *words],
                env=os.environ
                | {workspace.HOME_VARIABLE: str(workspace.home()), "PYTHONUTF8": "1"},
                cwd=Path(__file__).parents[1],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=PATIENCE_SECONDS,
                check=False,
            )
            return Verdict.from_told(json.loads(done.stdout))
        except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
            raise SubmissionError(
                "检查程序没有给出结果，请稍后再试；仍然如此，请管理员运行 anping doctor 查明原因。",
                "The check gave no verdict. Try again later; if that does not help, run anping "
                "doctor for the cause.",
            ) from error
