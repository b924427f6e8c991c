"""A run under supervision: it stops before each of its effects on a folder, and asks.

An effect is a system call that changes the folder, or forces it to disk. While a run waits for
the answer nothing in the folder moves, so what lies there is what a kill at this point leaves.
"""

import os
import pickle
import select
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults import kernel
from tests.faults.forked import process
from tests.faults.kernel import Held

PATHS = {
    **{"open": (0,), "creat": (0,), "unlink": (0,), "rmdir": (0,), "mkdir": (0,)},
    **{"truncate": (0,), "rename": (0, 1), "link": (1,), "symlink": (1,)},
}
"""Which arguments are paths."""
PATHS_IN_FOLDERS = {
    **{"openat": (1,), "openat2": (1,), "unlinkat": (1,), "mkdirat": (1,)},
    **{"renameat": (1, 3), "renameat2": (1, 3), "linkat": (3,), "symlinkat": (2,)},
}
"""Which arguments are paths, each beneath the open folder in the argument before it."""
OPEN_FILE = {"mmap": 4, "copy_file_range": 2, "splice": 2}
"""Which argument is the file written to, where it is not the first."""
PROT_WRITE = 2
HERE = -100
LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Effect:
    """A system call about to happen, and the files below the folder that it changes."""

    call: str
    paths: tuple[str, ...]


def supervised(
    root: Path,
    ask: Callable[[Effect], bool],
    function: Callable[..., Any],
    *arguments: Any,
) -> Any:
    """What `function` returns in a process that asks before each effect below `root`.

    Where `ask` answers no, the process is killed there and nothing is returned.
    """
    ours, theirs = socket.socketpair()
    child = process(_obey, theirs, function, *arguments)
    child.start()
    theirs.close()
    _, [listener], _, _ = socket.recv_fds(ours, 1, 1)
    is_over = False
    try:
        is_over = _answered(listener, root, ask)
    finally:
        if not is_over:
            child.kill()
        os.close(listener)
        child.join()
        with ours, ours.makefile("rb") as file:
            said = file.read()
    if is_over and child.exitcode != 0:
        raise RuntimeError(f"the process ended with {child.exitcode}")
    return pickle.loads(said) if is_over else None


def _answered(listener: int, root: Path, ask: Callable[[Effect], bool]) -> bool:
    """Whether the process came to its end, every question answered with yes."""
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    while not any(event & select.POLLHUP for _, event in waiting.poll()):
        held = kernel.receive(listener)
        if held is None:
            continue
        effect = _effect(held, root)
        if effect is not None and not ask(effect):
            return False
        kernel.let_go(listener, held)
    return True


def _effect(held: Held, root: Path) -> Effect | None:
    """What the call does to files below `root`; none where it leaves them alone."""
    if held.call in PATHS:
        found = [_named(held, place, HERE) for place in PATHS[held.call]]
    elif held.call in PATHS_IN_FOLDERS:
        places = PATHS_IN_FOLDERS[held.call]
        found = [_named(held, place, _signed(held.arguments[place - 1])) for place in places]
    else:
        found = [_opened(held, held.arguments[OPEN_FILE.get(held.call, 0)])]
    below = f"{root}/"
    paths = tuple(path.removeprefix(below) for path in found if path.startswith(below))
    if not paths:
        return None
    if held.call == "mmap":
        if not held.arguments[2] & PROT_WRITE:
            return None
        assert paths[0].endswith("-shm"), f"{paths[0]} is written where nobody sees it"
    return Effect(held.call, paths)


def _named(held: Held, place: int, folder: int) -> str:
    with Path(f"/proc/{held.thread}/mem").open("rb", buffering=0) as memory:
        text = os.pread(memory.fileno(), LONGEST, held.arguments[place]).partition(b"\0")[0]
    path = os.fsdecode(text)
    if not path.startswith("/"):
        beneath = "cwd" if folder == HERE else f"fd/{folder}"
        path = f"{Path(f'/proc/{held.thread}/{beneath}').readlink()}/{path}"
    return os.path.normpath(path)


def _opened(held: Held, handle: int) -> str:
    try:
        target = str(Path(f"/proc/{held.thread}/fd/{_signed(handle)}").readlink())
    except OSError:
        return ""
    return "" if target.endswith(" (deleted)") else target


def _signed(value: int) -> int:
    """A C `int`: the lower half of the register, with its sign."""
    low = value & 0xFFFFFFFF
    return low - (1 << 32) if low & (1 << 31) else low


def _obey(theirs: socket.socket, function: Callable[..., Any], *arguments: Any) -> None:
    listener = kernel.hold_effects()
    socket.send_fds(theirs, [b"!"], [listener])
    os.close(listener)
    found = pickle.dumps(function(*arguments))
    # Not before the end: nobody reads while there are questions to answer.
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, len(found) + 4096)
    theirs.sendall(found)
