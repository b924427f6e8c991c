"""A process whose effects on disk the kernel holds until we answer: seccomp notifications.

Only Linux's own interface lies here: numbers of system calls, the filter, the notifications.
What they mean is in `effects`. Nothing escapes but pages that a process maps and shares, which
`effects` refuses where they are the workspace's and not SQLite's index of its log.
"""

import ctypes
import errno
import fcntl
import os
import platform
import struct
from dataclasses import dataclass

import pytest

CALLS = {
    "x86_64": {
        **{"write": 1, "writev": 20, "pwrite64": 18, "pwritev": 296, "pwritev2": 328},
        **{"open": 2, "openat": 257, "creat": 85, "openat2": 437, "mmap": 9},
        **{"rename": 82, "renameat": 264, "renameat2": 316, "link": 86, "linkat": 265},
        **{"unlink": 87, "unlinkat": 263, "rmdir": 84, "mkdir": 83, "mkdirat": 258},
        **{"symlink": 88, "symlinkat": 266, "truncate": 76, "ftruncate": 77, "fallocate": 285},
        **{"fsync": 74, "fdatasync": 75, "copy_file_range": 326, "sendfile": 40, "splice": 275},
        **{"seccomp": 317, "io_uring_setup": 425},
    },
    "aarch64": {
        **{"write": 64, "writev": 66, "pwrite64": 68, "pwritev": 70, "pwritev2": 287},
        **{"openat": 56, "openat2": 437, "mmap": 222},
        **{"renameat": 38, "renameat2": 276, "linkat": 37},
        **{"unlinkat": 35, "mkdirat": 34},
        **{"symlinkat": 36, "truncate": 45, "ftruncate": 46, "fallocate": 47},
        **{"fsync": 82, "fdatasync": 83, "copy_file_range": 285, "sendfile": 71, "splice": 76},
        **{"seccomp": 277, "io_uring_setup": 425},
    },
}
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, NOTIFY, REFUSE = 0x7FFF0000, 0x7FC00000, 0x00050000
NUMBER_AT, ARCH_AT, ARGUMENTS_AT = 0, 4, 16
FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
MAP_SHARED = 1
FLAGS = {"open": (1, FOR_WRITING), "openat": (2, FOR_WRITING), "mmap": (3, MAP_SHARED)}
"""Calls that are effects only with such a bit in their argument of that place."""

PR_SET_NO_NEW_PRIVS, SET_MODE_FILTER, NEW_LISTENER = 38, 1, 8
RECEIVE, SEND, CONTINUE = 0xC0502100, 0xC0182101, 1
NOTIFICATION = struct.Struct("=QIIiIQ6Q")
ANSWER = struct.Struct("=QqiI")


@dataclass(frozen=True, slots=True)
class Held:
    """A system call that waits for an answer: its id, thread, name and arguments."""

    id: int
    thread: int
    call: str
    arguments: tuple[int, ...]


def require() -> None:
    """Skips the test where there is no such kernel."""
    if platform.system() != "Linux" or platform.machine() not in CALLS:
        pytest.skip(f"no system calls of {platform.system()} on {platform.machine()} are known")


def hold_effects() -> int:
    """Has this process and its descendants ask before every effect; returns whom they ask."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    code = _filter()
    kept = ctypes.create_string_buffer(code)
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(kept))
    number = CALLS[platform.machine()]["seccomp"]
    listener = libc.syscall(number, SET_MODE_FILTER, NEW_LISTENER, program)
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return int(listener)


def receive(listener: int) -> Held | None:
    """The next call that waits; none where its process has died meanwhile."""
    names = {number: name for name, number in CALLS[platform.machine()].items()}
    notification = bytearray(NOTIFICATION.size)
    try:
        fcntl.ioctl(listener, RECEIVE, notification)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EINTR):
            return None
        raise
    id_, thread, _, number, _, _, *arguments = NOTIFICATION.unpack(notification)
    return Held(id_, thread, names[number], tuple(arguments))


def let_go(listener: int, held: Held) -> None:
    """The call is done as if nobody had looked."""
    try:
        fcntl.ioctl(listener, SEND, ANSWER.pack(held.id, 0, 0, CONTINUE))
    except FileNotFoundError:
        return  # The process was killed, or a signal makes it ask again.


def _filter() -> bytes:
    """The program that the kernel runs before each call: which ones it holds."""
    calls = dict(CALLS[platform.machine()])
    never = [calls.pop("io_uring_setup"), calls.pop("seccomp")]
    steps = [(LOAD, 0, 0, ARCH_AT), (EQUAL, 1, 0, AUDIT_ARCH[platform.machine()])]
    steps += [(RETURN, 0, 0, ALLOW), (LOAD, 0, 0, NUMBER_AT)]
    for name, number in calls.items():
        if name in FLAGS:
            place, bits = FLAGS[name]
            steps += [(EQUAL, 0, 4, number), (LOAD, 0, 0, ARGUMENTS_AT + 8 * place)]
            steps += [(ANY_BIT, 0, 1, bits), (RETURN, 0, 0, NOTIFY), (RETURN, 0, 0, ALLOW)]
        else:
            steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, NOTIFY)]
    for number in never:  # Writes through a ring would be seen by nobody.
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]
    steps.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
