"""What a process can give up for good, so that nothing it runs afterwards reaches the machine.

Each layer stands alone. Where the kernel does not offer one, the process goes on with the others:
Landlock needs Linux 5.13, the filter of system calls an x86-64 machine, another user needs root.
Only the standard library, for it is imported by a process that must start fast.
"""

import ctypes
import math
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

NOBODY = 65534
MEGABYTE = 1024**2
NO_NEW_PRIVILEGES = 38

RESTRICT_FILES, ADD_RULE, RESTRICT_SELF = 444, 445, 446
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights over files Landlock knows from each of its versions on."""
NETWORK_SINCE, SCOPES_SINCE = 4, 6

X86_64 = 0xC000003E
SECCOMP, SECCOMP_FILTER, ALL_THREADS = 317, 1, 1
LOAD, EQUALS, RETURN = 0x20, 0x15, 0x06
ALLOW, NOT_PERMITTED, KILL = 0x7FFF0000, 0x00050001, 0x80000000
COMPUTING = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10,
    "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
    "pread64": 17, "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39,
    "exit": 60, "gettimeofday": 96, "getrusage": 98, "sigaltstack": 131, "gettid": 186,
    "futex": 202, "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229,
    "clock_nanosleep": 230, "exit_group": 231, "getrandom": 318, "membarrier": 324, "rseq": 334,
}  # fmt: skip
"""System calls of a process that computes on what it holds open: name and x86-64 number."""
OPENING = {
    "stat": 4, "lstat": 6, "access": 21, "fcntl": 72, "getcwd": 79, "readlink": 89,
    "getdents64": 217, "fadvise64": 221, "openat": 257, "newfstatat": 262, "statx": 332,
}  # fmt: skip
"""Further ones of a process that still opens files."""


def read_only(paths: Iterable[Path]) -> None:
    """From now on no file is opened but these and what lies in these folders, for reading only.

    Nor a network connection, nor a signal to a process outside. Threads that run already are
    not bound.
    """
    _give_up_new_privileges()
    version = _system_call(RESTRICT_FILES, None, 0, 1) if _is_linux() else -1
    if version < 1:
        return
    rights = FILE_RIGHTS[max(known for known in FILE_RIGHTS if known <= version)]
    handled = struct.pack(
        "QQQ",
        (1 << rights) - 1,
        0b11 if version >= NETWORK_SINCE else 0,
        0b11 if version >= SCOPES_SINCE else 0,
    )
    size = 24 if version >= SCOPES_SINCE else 16 if version >= NETWORK_SINCE else 8
    rules = _system_call(RESTRICT_FILES, handled, size, 0)
    for path in paths:
        handle = os.open(path, os.O_PATH)
        reading = READ_FILE | READ_FOLDER if path.is_dir() else READ_FILE
        _system_call(ADD_RULE, rules, 1, struct.pack("=Qi", reading, handle), 0)
        os.close(handle)
    _system_call(RESTRICT_SELF, rules, 0)
    os.close(rules)


def limit(more_megabytes: int, seconds: float, files: int) -> None:
    """Bounds further memory, processor time and open files; no file grows, nothing is dumped."""
    limits = {
        resource.RLIMIT_CPU: math.ceil(seconds),
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: files,
        resource.RLIMIT_CORE: 0,
    }
    if _is_linux():
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + more_megabytes * MEGABYTE
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))


def drop_rights(opens_files: bool) -> None:
    """Root becomes nobody; or, where files are still to be opened, root without its powers."""
    if os.getuid() != 0:
        return
    os.setgroups([])
    if opens_files:
        # The version of the header, this process; then no power in any of three sets.
        header, none = struct.pack("=Ii", 0x20080522, 0), bytes(24)
        if _is_linux() and ctypes.CDLL(None).capset(header, none) != 0:
            raise OSError("the powers of root cannot be dropped")
    else:
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def only_compute(opens_files: bool) -> None:
    """From now on every other system call is refused, in all threads."""
    if not _is_linux() or platform.machine() != "x86_64":
        return
    _give_up_new_privileges()
    allowed = [*COMPUTING.values(), *(OPENING.values() if opens_files else ())]
    program = b"".join(
        struct.pack("=HBBI", *step)
        for step in (
            (LOAD, 0, 0, 4),  # The architecture.
            (EQUALS, 1, 0, X86_64),
            (RETURN, 0, 0, KILL),
            (LOAD, 0, 0, 0),  # The number of the call.
            *_each_allowed(allowed),
            (RETURN, 0, 0, NOT_PERMITTED),
        )
    )
    steps = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(steps))
    _system_call(SECCOMP, SECCOMP_FILTER, ALL_THREADS, described)


def _each_allowed(numbers: Sequence[int]) -> Iterable[tuple[int, int, int, int]]:
    for number in numbers:
        yield EQUALS, 0, 1, number
        yield RETURN, 0, 0, ALLOW


def _give_up_new_privileges() -> None:
    if _is_linux():
        ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _system_call(number: int, *words: int | bytes | None) -> int:
    """What the kernel answers; -1 where it has no such call."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    return int(call(number, *(ctypes.c_long(w) if isinstance(w, int) else w for w in words)))


def _is_linux() -> bool:
    return sys.platform == "linux"
