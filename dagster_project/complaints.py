"""Turns what went wrong into a sentence for the user: what, where, and what to do.

Sentences never quote data. Of an error that nobody foresaw only its kind and place are told,
for its own text may hold a cell.
"""

import errno
import shutil
import traceback
from pathlib import Path

from dagster_project.settings import Workspace
from data_contracts.complaint import Complaint

NO_SPACE = ("no space left on device", "disk is full")
FRAMES = 4
LEAST_ROOM_BYTES = 256 * 1024


def sentence(error: BaseException, workspace: Workspace) -> str:
    """What users are told of an error, in both languages."""
    if is_disk_full(error) or (not isinstance(error, Complaint) and _has_no_room(workspace)):
        error = Complaint(
            f"{workspace.home} 所在磁盘已满，请清理出空间后重新运行；数据没有丢失，"
            "上一个快照仍在使用。",
            f"the disk that holds {workspace.home} is full; free some space and run again. "
            "Nothing was lost, and the last snapshot still serves",
        )
    return str(error if isinstance(error, Complaint) else _unforeseen(error))


def _has_no_room(workspace: Workspace) -> bool:
    """Where nothing more can be written, that is behind whatever else a library says."""
    return workspace.home.exists() and shutil.disk_usage(workspace.home).free < LEAST_ROOM_BYTES


def _unforeseen(error: BaseException) -> Complaint:
    kind = type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    place = " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
    return Complaint(
        f"出现意外错误 {kind}，请把位置告知维护人员：{place}。",
        f"an unforeseen {kind}; please report where: {place}",
    )


def is_disk_full(error: BaseException | None) -> bool:
    """Whether `error`, or what caused or came before it, is a full disk, whoever says so."""
    if error is None:
        return False
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return True
    if any(words in str(error).lower() for words in NO_SPACE):
        return True
    # A record of the failure may fail as well, in words of its own.
    return is_disk_full(error.__cause__) or (
        error.__context__ is not error.__cause__ and is_disk_full(error.__context__)
    )
