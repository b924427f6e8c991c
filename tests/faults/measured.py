"""The command in a process of its own, which writes down at its end how much memory it took.

`python measured.py FILE WORD…`; of a process that it started, the more of both counts. Where no
bound holds, it is this process that ends, and not the machine.
"""

import re
import resource
import sys
from pathlib import Path

from dagster_project import cli


def peak_bytes() -> int:
    """The most that this process, or one that it waited for, ever had in memory."""
    [kilobytes] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return 1024 * max(int(kilobytes), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


LAST_RESORT_BYTES = 6 * 1024**3

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (LAST_RESORT_BYTES, LAST_RESORT_BYTES))
    place = Path(sys.argv.pop(1))
    try:
        cli.main()
    finally:
        place.write_text(str(peak_bytes()), "ascii")
