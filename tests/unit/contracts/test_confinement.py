"""What a process can no longer do once it has given it up; each in a process of its own."""

import os
import platform
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from data_contracts import confinement

ROOT = Path(__file__).parents[3]
IS_LINUX = sys.platform == "linux"


def said(script: str, folder: Path) -> str:
    """What a fresh process prints that runs `script`, with `confinement` and `folder` at hand."""
    start = f"""
        import os, socket, sys, threading
        from pathlib import Path
        sys.path.insert(0, {str(ROOT)!r})
        from data_contracts import confinement
        folder = Path({str(folder)!r})

        def tried(deed):
            try:
                return deed()
            except OSError as error:
                return type(error).__name__
    """
    done = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(start) + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("kept", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "text").write_text(name)
    return tmp_path


@pytest.mark.skipif(
    not IS_LINUX or confinement._system_call(confinement.RESTRICT_FILES, None, 0, 1) < 1,
    reason="this kernel has no Landlock",
)
def test_read_only__nothing_else_is_opened_and_nothing_written(folder: Path) -> None:
    script = """
        confinement.read_only([folder / "kept"])
        print((folder / "kept" / "text").read_text())
        print(tried((folder / "other" / "text").read_text))
        print(tried(Path("/etc/passwd").read_text))
        print(tried(lambda: (folder / "kept" / "text").write_text("x")))
        print(tried(lambda: (folder / "kept" / "new").write_text("x")))
        print(tried((folder / "kept" / "text").unlink))
        print(tried(lambda: os.listdir(folder)))
    """
    assert said(script, folder).split() == ["kept", *["PermissionError"] * 6]


@pytest.mark.skipif(
    not IS_LINUX or platform.machine() != "x86_64", reason="no filter for this machine"
)
def test_only_compute__no_file_no_connection_no_process(folder: Path) -> None:
    script = """
        import subprocess, signal
        waiting, go = threading.Event(), threading.Event()
        found = []
        def other():
            waiting.set()
            go.wait()
            found.append(tried((folder / "kept" / "text").read_text))
        thread = threading.Thread(target=other)
        thread.start()
        waiting.wait()
        confinement.only_compute(opens_files=False)
        print(tried((folder / "kept" / "text").read_text))
        print(tried(lambda: socket.socket()))
        print(tried(lambda: os.fork()))
        print(tried(lambda: os.execv("/bin/true", ["true"])))
        print(tried(lambda: os.kill(os.getppid(), 0)))
        print(tried(lambda: os.unlink(folder / "kept" / "text")))
        print(tried(lambda: os.pipe()))
        go.set()
        thread.join()
        print(*found)
        print(sum(range(1000)), flush=True)
    """
    assert said(script, folder).split() == ["PermissionError"] * 8 + ["499500"]
    assert (folder / "kept" / "text").read_text() == "kept"


def test_only_compute__may_still_open_files_where_told(folder: Path) -> None:
    script = """
        confinement.only_compute(opens_files=True)
        print(open(folder / "kept" / "text").read())
    """
    assert said(script, folder) == "kept"


def test_limit__memory_and_files_are_bounded(folder: Path) -> None:
    script = """
        confinement.limit(more_megabytes=64, seconds=50, files=16)
        try:
            print(len(bytearray(200_000_000)))
        except MemoryError:
            print("MemoryError")
        print(len(bytearray(10_000_000)))
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with open(folder / "new", "wb", buffering=0) as file:
            print(tried(lambda: file.write(b"x")))
        print(tried(lambda: [open(folder / "kept" / "text") for _ in range(20)]))
    """
    assert said(script, folder).split() == ["MemoryError", "10000000", "OSError", "OSError"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root has rights to drop")
@pytest.mark.parametrize("opens_files", [True, False])
def test_drop_rights__root_can_neither_change_files_nor_users(
    folder: Path, opens_files: bool
) -> None:
    (folder / "other" / "text").chmod(0o600)
    os.chown(folder / "other", 12345, 12345)
    (folder / "other").chmod(0o700)
    script = f"""
        confinement.drop_rights(opens_files={opens_files})
        print(os.getgroups())
        print(tried((folder / "other" / "text").read_text))
        print(tried(lambda: os.setuid(12345)))
        print(tried(lambda: os.chroot(folder)))
    """
    assert said(script, folder).split() == ["[]", *["PermissionError"] * 3]
