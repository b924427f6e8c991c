"""Which files a process opened, as the kernel saw it."""

import re
import shutil
from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from tests.integration.command import Ended, alone, ended

OPENED = re.compile(r'open(?:at2?)?\((?:[^",]*, )?"(?P<path>(?:[^"\\]|\\.)*)"(?P<how>.*)= \d+$')


def traced(workspace: Workspace, log: Path, *words: str) -> tuple[Ended, list[Path]]:
    """Runs the command under strace; also gives every file that it opened, folders aside."""
    if shutil.which("strace") is None:
        pytest.skip("no strace here, with which the files that a run opens are listed")
    calls = "trace=?open,openat,?openat2"
    strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", calls, "-o", str(log)]
    done = ended(workspace, [*strace, *alone(*words)])
    if "strace: " in done.err:
        pytest.skip(f"strace may not trace here: {done.err.splitlines()[0]}")
    lines = log.read_text(errors="replace").splitlines()
    return done, [path for line in lines if (path := _opened(line)) is not None]


def _opened(line: str) -> Path | None:
    found = OPENED.search(line)
    if found is None or "O_DIRECTORY" in found["how"]:
        return None
    # strace writes what is not ASCII as octal escapes, as Python does in bytes.
    raw = found["path"].encode("latin-1").decode("unicode_escape").encode("latin-1")
    return Path(raw.decode(errors="replace"))
