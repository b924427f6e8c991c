"""Turns what went wrong into a sentence for the user: what, where, and what to do.

Sentences never quote data. Errors that are not expected keep their own text.
"""

import errno

from dagster_project.settings import Workspace
from data_contracts.complaint import Complaint

NO_SPACE = "no space left on device"


def sentence(error: BaseException, workspace: Workspace) -> str | None:
    """What users are told of an error, in both languages; None for one that nobody foresaw."""
    if is_disk_full(error):
        error = Complaint(
            f"{workspace.home} 所在磁盘已满，请清理出空间后重新运行；数据没有丢失，"
            "上一个快照仍在使用。",
            f"the disk that holds {workspace.home} is full; free some space and run again. "
            "Nothing was lost, and the last snapshot still serves",
        )
    return str(error) if isinstance(error, Complaint) else None


def is_disk_full(error: BaseException | None) -> bool:
    """Whether `error`, or what caused it, is a full disk, whichever library says so."""
    while error is not None:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            return True
        if NO_SPACE in str(error).lower():
            return True
        error = error.__cause__ or error.__context__
    return False
