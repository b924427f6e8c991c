"""The one log of who has opened what: a line of JSON for each opening, written before it.

Lines are only ever added. They tell what was done and quote nothing of it, for a statement
may hold whatever somebody types.
"""

import json
import os
import pwd
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from data_contracts.complaint import Complaint
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot


class AuditError(Complaint):
    """An opening that cannot be recorded, and so must not take place."""


def sql(statement: str) -> dict[str, str]:
    """What is recorded of a query: a fingerprint of its text."""
    content = statement.encode("utf-8", "surrogateescape")
    return {"what": "sql", "statement_sha256": sha256(content).hexdigest()}


def record(
    log: Path, at: datetime, snapshot: Snapshot, outlet: Outlet, deed: Mapping[str, str]
) -> None:
    """Adds to `log` that this account opens `outlet` of `snapshot` for `deed`, safe on disk.

    Raises:
        AuditError: it cannot be written; then the outlet must stay closed.
    """
    said = {
        "time": at.isoformat(timespec="seconds"),
        "account": _account(),
        "outlet": outlet,
        "snapshot": snapshot.id,
        **deed,
    }
    try:
        append(log, json.dumps(said, ensure_ascii=False).encode() + b"\n")
    except OSError as error:
        raise AuditError(
            f"访问日志 {log} 无法写入（{error.strerror}），因此没有打开 {outlet} 出口；"
            "请检查该文件和文件夹的权限与磁盘空间后重试。",
            f"the access log {log} cannot be written ({error.strerror}), so the outlet "
            f"'{outlet}' was not opened; see to the rights and room of that file and try again",
        ) from error


def _account() -> str:
    """The name that the operating system knows; the environment may claim any other."""
    user = os.getuid()
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def append(log: Path, line: bytes) -> None:
    """Adds a line to a file that this account alone reads, safe on disk."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "a+b", opener=_for_this_account) as file:
        # A line that a full disk has cut short must not swallow this one.
        if (end := file.seek(0, os.SEEK_END)) and os.pread(file.fileno(), 1, end - 1) != b"\n":
            line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    _sync(log.parent)


def _for_this_account(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """A new file is safe only when its folder knows of it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
