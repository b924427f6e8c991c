"""Runs a process to its end and says what it took: time, memory, bytes, as the kernel counts them.

Bytes are those that passed through read and write calls (rchar and wchar of /proc/<pid>/io):
what reaches the disk itself depends on how much of it the page cache still holds.
"""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and processor seconds, peak resident bytes of all processes, bytes read and written."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    read_bytes: int
    written_bytes: int


def run(words: list[str], log: Path) -> Cost:
    """Runs `words`, whose output goes to `log`.

    Raises:
        RuntimeError: it failed.
    """
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(words, stdout=output, stderr=subprocess.STDOUT)
        peak = _Peak(process.pid)
        # Left unreaped for a moment, so that its counters can still be read.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        seconds = time.monotonic() - began
        counters = _counters(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} failed; see {log}\n{log.read_text()[-2000:]}")
    return Cost(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_bytes=max(peak.end(), usage.ru_maxrss * 1024),
        read_bytes=counters["rchar"],
        written_bytes=counters["wchar"],
    )


class _Peak:
    """Watches the resident memory of a process and its descendants together."""

    def __init__(self, pid: int) -> None:
        self._pid, self._highest, self._is_over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """The highest number of bytes seen."""
        self._is_over.set()
        self._thread.join()
        return self._highest

    def _watch(self) -> None:
        while not self._is_over.wait(INTERVAL):
            self._highest = max(self._highest, sum(_resident(p) for p in _tree(self._pid)))


def _tree(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            for thread in (PROC / str(one) / "task").iterdir():
                waiting += [int(child) for child in (thread / "children").read_text().split()]
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    try:
        pages = (PROC / str(pid) / "statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _counters(pid: int) -> dict[str, int]:
    lines = (PROC / str(pid) / "io").read_text().splitlines()
    return {name: int(value) for name, _, value in (line.partition(": ") for line in lines)}


PYTHON = sys.executable
