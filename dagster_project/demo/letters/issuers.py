"""The institutions of the banner that write letters and do nothing else in the demo world.

They are added to the units after everything else is drawn: no ticket, finding or clue is
theirs to handle.
"""

from typing import Final

from dagster_project.demo.places.home import BANNER, OLDEST
from dagster_project.demo.places.records import Unit

UNITS: Final = tuple(
    Unit(code, name, "department", BANNER, OLDEST)
    for code, name in (
        ("WS000-13", "乌审旗人民检察院"),
        ("WS000-14", "乌审旗人民法院"),
        ("WS000-15", "乌审旗监察委员会"),
    )
)
