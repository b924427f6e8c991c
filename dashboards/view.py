"""What every page is given: the snapshot that serves, the home area, and how old it all is."""

from dataclasses import dataclass
from datetime import date, datetime

from dashboards import labels, queries, wording
from dashboards.judgement import Figure, Place
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from data_contracts.snapshot import Snapshot

OLD_AFTER_DAYS = 2
"""The cut-off is yesterday by default; one missed run is not yet worth a banner."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area of town level or above."""

    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class View:
    """One rerun's look at one snapshot."""

    snapshot: Snapshot
    areas: dict[str, Area]
    today: date
    stale_registers: tuple[str, ...]

    @property
    def home(self) -> Area | None:
        """The area whose office this is; None where the snapshot does not describe it."""
        return self.areas.get(self.snapshot.home_area_code)

    @property
    def parent(self) -> Area | None:
        """The area directly above home, where there is one."""
        return self.areas.get(self.home.parent or "") if self.home else None

    @property
    def age_days(self) -> int:
        """Calendar days from the cut-off to today."""
        return (self.today - self.snapshot.as_of).days

    @property
    def is_old(self) -> bool:
        """Whether the cut-off lies further back than a daily run would leave it."""
        return self.age_days > OLD_AFTER_DAYS

    def compared(self) -> list[Area]:
        """Home's children, or its siblings where it has none, after the area above them."""
        above = self.home
        if above and not self._children(above):
            above = self.parent
        return [above, *self._children(above)] if above else []

    def compared_noun(self) -> str:
        """What the compared areas are, as in 苏木乡镇 or town."""
        levels = {area.level for area in self.compared()[1:]}
        if len(levels) != 1:
            return say("辖区", "area")
        return spoken(labels.code("dim_area", "level", levels.pop())).lower()

    def _children(self, area: Area) -> list[Area]:
        return [child for child in self.areas.values() if child.parent == area.code]


def look() -> View:
    """The view of this rerun.

    Raises:
        HomeUnsetError, NoSnapshotError: see `queries.serving`.
    """
    snapshot = queries.serving()
    areas = [Area(*row) for row in queries.areas(snapshot).rows()]
    states = queries.register_states(snapshot)
    return View(
        snapshot=snapshot,
        areas={area.code: area for area in areas},
        today=today(),
        stale_registers=tuple(states.filter(states["is_stale"])["contract"]),
    )


def today() -> date:
    """Today in China."""
    return datetime.now(wording.BEIJING).date()


def series(snapshot: Snapshot, indicator: Indicator, area_code: str, kind: str) -> list[Figure]:
    """The figures of one area by time."""
    rows = queries.series(snapshot, indicator.id, area_code, kind)
    return [Figure.from_row(row) for row in rows.to_dicts()]


def places(view: View, indicator: Indicator, kind: str, period: str) -> list[Place]:
    """The figures of home and the areas it is compared with, in the order of their codes."""
    compared = view.compared()
    codes = tuple(area.code for area in compared)
    rows = queries.across(view.snapshot, indicator.id, codes, kind, period)
    found = {row["subject_code"]: Figure.from_row(row) for row in rows.to_dicts()}
    return [
        Place(
            name=area.name,
            figure=found[area.code],
            is_home=area == view.home,
            is_parent=area == compared[0],
        )
        for area in compared
        if area.code in found
    ]
