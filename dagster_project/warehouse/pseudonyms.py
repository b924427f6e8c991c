"""The key behind pseudonyms: where it comes from, and whether it is the one of the accepted rows.

An id is kept only as its keyed hash. The key lies in the environment or in a file beside the
data, never in them; the manifest remembers a fingerprint of it, from which nobody finds it.
"""

import hashlib
import hmac
import os
import re
import secrets
import stat
from pathlib import Path

from dagster_project.settings import Workspace
from dagster_project.warehouse import durable
from dagster_project.warehouse.manifest import Manifest
from data_contracts.configuration import ConfigurationError

VARIABLE = "ANPING_PSEUDONYM_KEY"
KEY_BYTES = 32
KEY = re.compile(rf"(?:[0-9a-fA-F]{{2}}){{{KEY_BYTES},}}")
MARKED = b"anping pseudonym key"
PRINT_DIGITS = 16


def fingerprint(key: bytes) -> str:
    """What tells a key from another without telling it."""
    return hmac.new(key, MARKED, hashlib.sha256).hexdigest()[:PRINT_DIGITS]


def place(workspace: Workspace) -> str:
    """Where the key of this installation lies, for people."""
    return VARIABLE if VARIABLE in os.environ else str(workspace.pseudonym_key)


def key(workspace: Workspace, manifest: Manifest) -> bytes:
    """The key of the accepted rows; made where nothing was loaded yet and none is given.

    Raises:
        ConfigurationError: it is malformed, unsafe, gone, or another than that of the rows.
    """
    found = _given() or _filed(workspace.pseudonym_key)
    if not manifest.deliveries:
        return found or _made(workspace.pseudonym_key)
    if found is None:
        raise ConfigurationError(
            f"{workspace.pseudonym_key} 不见了，而已入库的行用它生成了化名；请从备份恢复该文件，"
            f"或设置 {VARIABLE}，确已丢失则用 'anping rotate-key' 更换。",
            f"{workspace.pseudonym_key} is gone although accepted rows hold pseudonyms made with "
            f"it; restore it from a backup or set {VARIABLE}, or, where it is lost, rotate with "
            "'anping rotate-key'",
        )
    if manifest.key_print not in (None, fingerprint(found)):
        raise ConfigurationError(
            f"化名密钥（{place(workspace)}）已改变，新旧化名无法对应，因此未运行；请恢复原来的密钥，"
            "或用 'anping rotate-key' 更换。",
            f"the pseudonym key changed ({place(workspace)}), and rows of old and new pseudonyms "
            "would not match; restore the old key, or rotate with 'anping rotate-key'",
        )
    return found


def settle(workspace: Workspace, manifest: Manifest) -> None:
    """Sees to it that the key is that of the accepted rows, and that the manifest knows it.

    A key that was prepared and never came to count is thrown away.

    Raises:
        ConfigurationError: see `key`.
    """
    durable.discard(workspace.coming_key)
    known = fingerprint(key(workspace, manifest))
    if manifest.key_print != known:
        manifest.key_print = known
        manifest.save(workspace)


def prepare(workspace: Workspace, manifest: Manifest) -> bytes:
    """The key to come: the new value of the variable, else a new one beside the one in use.

    Raises:
        ConfigurationError: the variable is malformed or still holds the key in use.
    """
    given = _given()
    if given is None:
        durable.discard(workspace.coming_key)
        made = _written(workspace.coming_key)
        durable.flush(workspace.home)
        return made
    if fingerprint(given) == manifest.key_print:
        raise ConfigurationError(
            f"环境变量 {VARIABLE} 仍是正在使用的密钥；请先改为新的密钥，"
            "再运行 'anping rotate-key'。",
            f"the environment variable {VARIABLE} still holds the key in use; set it to a new "
            "one first, and run 'anping rotate-key' then",
        )
    return given


def coming(workspace: Workspace) -> bytes:
    """The key that was prepared."""
    return _given() or bytes.fromhex(workspace.coming_key.read_text(encoding="utf-8"))


def take_over(workspace: Workspace) -> None:
    """Puts a key that was prepared in the place of the one in use, if it lies in a file."""
    if workspace.coming_key.exists():
        workspace.coming_key.replace(workspace.pseudonym_key)
        durable.flush(workspace.pseudonym_key)
        durable.flush(workspace.home)


def _given() -> bytes | None:
    text = os.environ.get(VARIABLE)
    if text is None:
        return None
    if not KEY.fullmatch(text):
        raise ConfigurationError(
            f"环境变量 {VARIABLE} 不是 {KEY_BYTES * 2} 位以上（偶数位）的十六进制密钥，"
            "请更正，或取消该变量以改用密钥文件。",
            f"the environment variable {VARIABLE} holds no key of {KEY_BYTES * 2} or more "
            "hexadecimal digits, an even number; correct it, or unset it to use the key file",
        )
    return bytes.fromhex(text)


def _filed(path: Path) -> bytes | None:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    _refuse_unsafe(path, status)
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    if not KEY.fullmatch(text):
        raise ConfigurationError(
            f"{path}：化名密钥须为 {KEY_BYTES * 2} 位以上十六进制数字，请从备份恢复。",
            f"{path}: is no key of {KEY_BYTES * 2} or more hexadecimal digits; "
            "restore it from a backup",
        )
    return bytes.fromhex(text)


def _refuse_unsafe(path: Path, status: os.stat_result) -> None:
    """Who may write the file, or what it points to, could give every id a hash of their choice."""
    if not stat.S_ISREG(status.st_mode):
        raise ConfigurationError(
            f"{path}：化名密钥须是普通文件而不是链接等，请把文件本身放在这里，"
            f"或改用环境变量 {VARIABLE}。",
            f"{path}: the pseudonym key must be a regular file and no link; put the file itself "
            f"here, or set {VARIABLE} instead",
        )
    if status.st_uid != os.getuid():
        raise ConfigurationError(
            f"{path}：化名密钥文件属于另一用户，请用 'chown' 改归运行本程序的用户。",
            f"{path}: the pseudonym key belongs to another user; "
            "'chown' it to the one who runs this program",
        )
    if status.st_mode & 0o077:
        raise ConfigurationError(
            f"{path}：其他用户可以读取化名密钥，请对该文件执行 'chmod 600'。",
            f"{path}: others may read the pseudonym key; run 'chmod 600' on it",
        )


def _made(path: Path) -> bytes:
    with durable.whole(path) as draft:
        return _written(draft)


def _written(path: Path) -> bytes:
    made = secrets.token_hex(KEY_BYTES)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(made)
    return bytes.fromhex(made)
