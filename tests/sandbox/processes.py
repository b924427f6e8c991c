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


def is_running(process: int) -> bool:
    """Whether it is there, and not only because nobody has asked how it ended."""
    try:
        return not status(process)["State"].startswith("Z")
    except FileNotFoundError:
        return False


def open_files(process: int) -> list[str]:
    """What the descriptors of a process point to."""
    found = []
    for one in (PROCESSES / str(process) / "fd").iterdir():
        # The descriptor by which they are listed is gone when it is looked at.
        with suppress(FileNotFoundError):
            found.append(str(one.readlink()))
    return found


def limits(process: int) -> dict[str, int]:
    """The hard limits of a process, by the name in /proc; those without an end are left out."""
    lines = (PROCESSES / str(process) / "limits").read_text().splitlines()[1:]
    hard = {line[:26].strip(): line[47:68].strip() for line in lines}
    return {name: int(value) for name, value in hard.items() if value.isdigit()}
