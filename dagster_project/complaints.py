"""Turns what went wrong into one sentence for the user: what, where, and what to do.

Sentences never quote data. Errors that are not expected keep their own text.
"""

import errno

from dagster_project.configuration import ConfigurationError
from dagster_project.settings import Workspace
from dagster_project.sources.reading import SourceError
from dagster_project.warehouse.session import BusyError
from dagster_project.warehouse.transform import TransformError
from data_contracts.loader import ContractError
from data_contracts.snapshot import NoSnapshotError

EXPECTED = (
    ConfigurationError,
    SourceError,
    BusyError,
    TransformError,
    ContractError,
    NoSnapshotError,
)
NO_SPACE = "no space left on device"


def sentence(error: BaseException, workspace: Workspace) -> str | None:
    """The sentence for an error that users meet; None for one that nobody foresaw."""
    if is_disk_full(error):
        return (
            f"the disk that holds {workspace.home} is full; free some space and run again. "
            "Nothing was lost, and the last snapshot still serves"
        )
    return str(error) if isinstance(error, EXPECTED) else None


def is_disk_full(error: BaseException | None) -> bool:
    """Whether `error`, or what caused it, is a full disk, whichever library says so."""
    while error is not None:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            return True
        if NO_SPACE in str(error).lower():
            return True
        error = error.__cause__ or error.__context__
    return False
