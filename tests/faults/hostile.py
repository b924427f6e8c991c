"""`anping check` over files that were made to harm, in a process whose memory is measured.

Each kind of file is looked at by one process, so that its peak is that of the worst of them.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

BOUND_BYTES = 1024**3
MEASURED = Path(__file__).with_name("measured.py")
ROOT = Path(__file__).parents[2]
SECONDS = 120
SOURCE = "hostile"
MAPPING = "contract: area\nfiles: inbox/*\ndelivery: snapshot\n"
HEADERS = ["区划代码", "名称", "层级", "上级区划代码", "常住人口", "生效日期", "失效日期"]
ROW = ["150626102", "图克镇", "苏木乡镇", "", "9000", "2020-01-01", ""]
SOUND, REFUSED = "✓ ", "✗ "
Makers = Mapping[str, Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class Looked:
    """How the command ended, all that it printed, and the most memory that it took."""

    code: int
    said: str
    peak_bytes: int

    def of(self, name: str, place: str = "inbox") -> str:
        """What it said of one file of the inbox or path of a service, with its verdict first."""
        found = re.findall(rf"[✓✗] {place}/{re.escape(name)}\b[^✓✗]*", self.said)
        assert len(found) == 1, self.said
        return str(found[0])


def check(home: Path, files: Makers) -> Looked:
    """Looks at all these files in the inbox of an empty workspace, one after another."""
    inbox = home / "inbox"
    inbox.mkdir(parents=True)
    for name, make in files.items():
        (inbox / name).write_bytes(make())
    return look(home)


def look(home: Path, *mappings: str, settings: str = "") -> Looked:
    """Looks at whatever lies in the workspace's inbox or is connected, through its mappings."""
    (home / "mappings").mkdir(parents=True, exist_ok=True)
    for number, mapping in enumerate(mappings or [MAPPING]):
        path = home / "mappings" / f"{SOURCE}{number or ''}.yml"
        path.write_text(mapping, encoding="utf-8")
    said = f'home_area: "150626102"\n{settings}'
    (home / "anping.yml").write_text(said, encoding="utf-8")
    peak = home / "peak"
    done = subprocess.run(
        [sys.executable, str(MEASURED), str(peak), "check"],
        env=os.environ | {"ANPING_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    said = (done.stdout + done.stderr).decode()
    assert peak.exists(), f"it was ended from outside: {done.returncode}\n{said}"
    assert "Traceback" not in said, said
    return Looked(done.returncode, said, int(peak.read_text("ascii")))


def assert_bounded(found: Looked) -> None:
    """Whatever it looked at, it took less than a gigabyte."""
    assert found.peak_bytes < BOUND_BYTES, f"{found.peak_bytes / 1024**2:.0f} MB"


def assert_refused(said: str, *named: str) -> None:
    """In words: the rule as each of `named` says it, and what to do, in both languages."""
    assert said.startswith(REFUSED), said
    for name in named:
        assert name in said, said
    assert "请" in said, "nothing says what to do"
