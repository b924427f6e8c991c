"""What the system tells of the processes that this one has started."""

import os
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")


def children() -> set[int]:
    """The numbers of this process's own children, dead ones that nobody has asked for included."""
    own = str(os.getpid())
    found = set()
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if after_name[1] == own:
            found.add(int(folder.name))
    return found


def status(process: int) -> dict[str, str]:
    """What stands in /proc of a process."""
    lines = (PROCESSES / str(process) / "status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def open_files(process: int) -> list[str]:
    """What the descriptors of a process point to."""
    found = []
    for one in (PROCESSES / str(process) / "fd").iterdir():
        # The descriptor by which they are listed is gone when it is looked at.
        with suppress(FileNotFoundError):
            found.append(str(one.readlink()))
    return found
