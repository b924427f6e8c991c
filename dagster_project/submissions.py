"""A filled template handed in: judged as a load would judge it, then put where loads read it."""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dagster_project import inspection
from dagster_project.checks import predicates
from dagster_project.inspection import Inspected
from dagster_project.settings import Workspace
from dagster_project.sources import mapping_files
from dagster_project.warehouse import durable
from data_contracts import loader
from data_contracts.configuration import ConfigurationError
from data_contracts.model import SourceContract

TEMPLATE = ".xlsx"
MOST_FAULTS = 200
"""Told one by one to a page."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a file would be loaded as, and where it lies once it has been handed in.

    `is_known` says that the same bytes lie there already.
    """

    contract: SourceContract
    inspected: Inspected
    path: Path | None = None
    is_known: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it would be loaded."""
        return self.inspected.is_refused

    def told(self) -> dict[str, Any]:
        """For a page, as JSON: counts, what keeps it from being read, and faults by row.

        What is said is a pair, in Chinese and in English. A fault has row, column, rule, the value
        as masked and what to do; of more than `MOST_FAULTS` the first are listed, and
        `fault_count` counts all.
        """
        judged = self.inspected.judged
        verdict = judged.judgement if judged else None
        return {
            "is_refused": self.is_refused,
            "complaint": self.inspected.complaint and self.inspected.complaint.split("\n", 1),
            "read_count": verdict.read_count if verdict else 0,
            "accepted_count": verdict.accepted_count if verdict else 0,
            "quarantined_count": verdict.quarantined_count if verdict else 0,
            "unread_count": judged.extract.unread_count if judged else 0,
            "fault_count": verdict.faults.height if verdict else 0,
            "faults": [self._fault(*row) for row in verdict.faults.head(MOST_FAULTS).iter_rows()]
            if verdict
            else [],
            "path": str(self.path) if self.path else None,
            "is_known": self.is_known,
        }

    def _fault(self, row: int, column: str, rule: str, masked: str | None) -> dict[str, Any]:
        label = self.contract.column(column).label
        said, advice = predicates.describe(self.contract, rule), predicates.advise(rule)
        return {
            "row": row,
            "column": [label.cn, label.en],
            "rule": [said.cn, said.en],
            "masked": masked,
            "advice": [advice.cn, advice.en],
        }


def check(workspace: Workspace, register: str, file: Path, at: datetime) -> Submission:
    """What would be loaded of a filled template, and what not and why; keeps nothing.

    Raises:
        ConfigurationError: no such register takes a template, or there is no such file.
    """
    contract = _contract(register)
    if not file.is_file():
        raise ConfigurationError(f"没有文件 {file.name}。", f"there is no file {file.name}")
    if file.suffix.lower() != TEMPLATE:
        raise ConfigurationError(
            f"{file.name} 不是 XLSX 文件，请交填好的模板。",
            f"{file.name} is no XLSX file; hand in the filled template",
        )
    return Submission(contract, inspection.inspect_file(workspace, contract, file.resolve(), at))


def submit(workspace: Workspace, register: str, file: Path, at: datetime) -> Submission:
    """Checks a filled template and, where some of it can be loaded, puts it into the inbox.

    It never takes the place of another file; the same bytes are kept once.

    Raises:
        ConfigurationError: see `check`.
    """
    checked = check(workspace, register, file, at)
    if checked.is_refused:
        return checked
    folder = mapping_files.form_folder(workspace, checked.contract)
    data = file.read_bytes()
    digest = hashlib.sha256(data).digest()
    for known in folder.glob("*"):
        if known.is_file() and hashlib.sha256(known.read_bytes()).digest() == digest:
            return Submission(checked.contract, checked.inspected, known, is_known=True)
    path = folder / f"{checked.contract.label.cn}_{at:%Y%m%d-%H%M%S}-{os.getpid()}{TEMPLATE}"
    with durable.private(), durable.whole(path) as draft:
        draft.write_bytes(data)
    return Submission(checked.contract, checked.inspected, path)


def _contract(register: str) -> SourceContract:
    known = {contract.id: contract for contract in loader.form_contracts()}
    if register not in known:
        raise ConfigurationError(
            f"没有名为 '{register}' 的填报登记簿，请改用以下之一：{', '.join(known)}。",
            f"no register '{register}' takes a template; use one of {', '.join(known)}",
        )
    return known[register]
