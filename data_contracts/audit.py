"""The one log of who did what: a line of JSON for each deed, written before it is done.

Lines are only ever added. Each has its number and the fingerprint of the line before it, and a
seal beside the log has those of the last one, so that `faults` names what was altered, removed
or put elsewhere. They tell what was done and quote nothing of it, for a statement may hold
whatever somebody types.
"""

import json
import os
import pwd
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock

from data_contracts.complaint import Complaint
from data_contracts.model import Outlet, Text
from data_contracts.snapshot import Snapshot

FILE = Path("logs/access.jsonl")
"""Where the log lies in a workspace."""
NUMBER, PREVIOUS = "number", "previous"
DEEDS = {
    "sign_in": Text("登录", "Signed in"),
    "sign_in_refused": Text("登录被拒", "Sign-in refused"),
    "locked_out": Text("多次输错，账户锁定", "Locked out"),
    "sign_out": Text("退出登录", "Signed out"),
    "password_issued": Text("发一次性密码", "Password issued"),
    "password_changed": Text("更改密码", "Password changed"),
    "password_refused": Text("更改密码被拒", "Change of password refused"),
    "revoked": Text("结束会话", "Sessions ended"),
    "screen_key": Text("发大屏凭据", "Key of a screen"),
    "view_as": Text("以其他账户的权限查看", "Looked as another account"),
    "pages": Text("在看板中打开", "Opened on pages"),
    "sql": Text("查询", "Query"),
    "export": Text("导出", "Export"),
    "return": Text("生成报送", "Return made"),
    "scorecard": Text("考核评分取数", "Figures taken for scorecards"),
    "scorecard_collect": Text("考核：开始收集", "Scorecards: collecting"),
    "scorecard_trial": Text("考核：试算", "Scorecards: trial"),
    "scorecard_notice": Text("考核：公示", "Scorecards: public notice"),
    "scorecard_appeal": Text("考核：申诉", "Scorecards: appeal"),
    "scorecard_decide": Text("考核：裁定", "Scorecards: decision"),
    "scorecard_lock": Text("考核：锁定", "Scorecards: locked"),
    "scorecard_issue": Text("考核：发布", "Scorecards: issued"),
    "scorecard_restate": Text("考核：更正", "Scorecards: restated"),
    "delivery": Text("报送外发", "Delivery"),
}
"""What is recorded, by `what`."""
FACTS = {
    "outlet": Text("出口", "outlet"),
    "snapshot": Text("快照", "snapshot"),
    "form": Text("格式", "form"),
    "of": Text("内容", "of"),
    "way": Text("方式", "way"),
    "why": Text("原因", "why"),
    "as": Text("账户", "account"),
    "for": Text("账户", "account"),
    "kind": Text("种类", "kind"),
    "period": Text("期间", "period"),
    "step": Text("环节", "step"),
    "who": Text("经办", "by"),
    "to": Text("接收方", "to"),
    "package": Text("文件", "package"),
}
"""What is recorded of it."""
NOTHING = sha256(b"").hexdigest()
"""What the first line has for the one before it."""
PATIENCE_SECONDS = 20
LONGEST = 1 << 16
"""Bytes of a line, at most."""


class AuditError(Complaint):
    """A deed that cannot be recorded, and so must not be done."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The last line of a log: its number and fingerprint."""

    number: int
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.number}:{self.fingerprint}"


def sql(statement: str) -> dict[str, str]:
    """What is recorded of a query: a fingerprint of its text."""
    content = statement.encode("utf-8", "surrogateescape")
    return {"what": "sql", "statement_sha256": sha256(content).hexdigest()}


def opening(snapshot: Snapshot, outlet: Outlet, deed: Mapping[str, str]) -> dict[str, str]:
    """What is recorded of opening `outlet` of `snapshot` for `deed`."""
    return {"outlet": outlet, "snapshot": snapshot.id, **deed}


def record(log: Path, at: datetime, deed: Mapping[str, str], account: str | None = None) -> None:
    """Adds to `log` that `account` does `deed`, safe on disk; `deed` says `what` it is.

    Without `account` it is the one that the operating system knows, not what the environment
    claims.

    Raises:
        AuditError: it cannot be written; then the deed must not be done.
    """
    said = {"time": at.isoformat(timespec="seconds"), "account": account or _account(), **deed}
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{log}.lock", timeout=PATIENCE_SECONDS, mode=0o600):
            last = _last(log)
            chained = {NUMBER: last.number + 1, PREVIOUS: last.fingerprint, **said}
            line = json.dumps(chained, ensure_ascii=False).encode()
            append(log, line + b"\n")
            _write_seal(log, Seal(last.number + 1, sha256(line).hexdigest()))
    except (OSError, TimeoutError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "timeout"
        raise AuditError(
            f"访问记录 {log} 无法写入（{why}），因此没有执行“{said['what']}”；"
            "请检查该文件和文件夹的权限与磁盘空间后重试。",
            f"the audit log {log} cannot be written ({why}), so '{said['what']}' was not done; "
            "see to the rights and room of that file and try again",
        ) from error


def seal(log: Path) -> Seal | None:
    """The last line's number and fingerprint; to be kept elsewhere, for `faults` to compare."""
    last = _last(log)
    return last if last.number else None


def faults(log: Path, kept: Seal | None = None) -> list[Text]:
    """What of `log` is not as it was written: one sentence each, none where all is well.

    `kept` is a seal noted earlier: the log must still have that line.
    """
    lines = log.read_bytes().splitlines() if log.exists() else []
    found = [*_breaks(lines)]
    for one in (_read_seal(log), kept):
        if one is not None:
            found += _missed(lines, one)
    return list(dict.fromkeys(found))


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


def _breaks(lines: list[bytes]) -> Iterator[Text]:
    """Where a line's number or what it says of the one before it does not fit."""
    is_chained = False
    for place, line in enumerate(lines, 1):
        said = _said(line)
        if said is None or NUMBER not in said:
            if is_chained:
                yield Text(
                    f"第 {place} 行不是一条记录：写入时中断，或被改动。",
                    f"line {place} is no record: it was cut short, or altered",
                )
            continue
        is_chained = True
        if said[NUMBER] != place:
            yield Text(
                f"第 {place} 行是第 {said[NUMBER]} 条记录：有记录被删除、插入或调换了位置。",
                f"line {place} holds record {said[NUMBER]}: records were removed, added or moved",
            )
        elif place > 1 and said[PREVIOUS] != sha256(lines[place - 2]).hexdigest():
            yield Text(
                f"第 {place - 1} 条记录已不是写入时的内容。",
                f"record {place - 1} is not as it was written",
            )


def _missed(lines: list[bytes], one: Seal) -> list[Text]:
    """What is wrong by a seal with the line that it names."""
    if one.number > len(lines):
        return [
            Text(
                f"记录应有 {one.number} 条，只有 {len(lines)} 条：末尾的记录被删除。",
                f"there were {one.number} records and are {len(lines)}: the last ones were removed",
            )
        ]
    if sha256(lines[one.number - 1]).hexdigest() != one.fingerprint:
        return [
            Text(
                f"第 {one.number} 条记录已不是写入时的内容。",
                f"record {one.number} is not as it was written",
            )
        ]
    return []


def _last(log: Path) -> Seal:
    if not log.is_file():
        return Seal(0, NOTHING)
    sealed = _read_seal(log)
    if sealed and sealed.fingerprint == sha256(_last_line(log)).hexdigest():
        return sealed
    lines = log.read_bytes().splitlines()
    return Seal(len(lines), sha256(lines[-1]).hexdigest()) if lines else Seal(0, NOTHING)


def _last_line(log: Path) -> bytes:
    with log.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST))
        return file.read().rstrip(b"\n").rpartition(b"\n")[2]


def _said(line: bytes) -> dict[str, object] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _seal_file(log: Path) -> Path:
    return log.with_suffix(".seal")


def _read_seal(log: Path) -> Seal | None:
    try:
        number, _, fingerprint = _seal_file(log).read_text("ascii").strip().partition(":")
        return Seal(int(number), fingerprint)
    except FileNotFoundError:
        return None


def _write_seal(log: Path, last: Seal) -> None:
    draft = log.with_suffix(".seal.draft")
    with open(draft, "wb", opener=_for_this_account) as file:
        file.write(f"{last}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(_seal_file(log))
    _sync(log.parent)


def _account() -> str:
    """The name that the operating system knows; the environment may claim any other."""
    user = os.getuid()
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _for_this_account(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """A new file is safe only when its folder knows of it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
