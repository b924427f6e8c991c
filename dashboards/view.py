"""What every page is given: the snapshot that serves, the home area, and how old it all is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import streamlit as st

from dashboards import data_state, door, labels, queries, wording
from dashboards.data_state import Row
from dashboards.judgement import Figure, Place, split_by_source
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.register_charts import RegisterMonth
from data_contracts import audit
from data_contracts.access import Account, Deed
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot

OLD_AFTER_DAYS = 2
"""The cut-off is yesterday by default; one missed run is not yet worth a banner."""

OPENED = "opened"

History = dict[str, list[Figure]]
"""The figures of one indicator by kind of period, each by time."""

_kept = partial(st.cache_resource, hash_funcs=queries.KEYED, show_spinner=False, max_entries=300)


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

    account: Account
    by: str | None
    """Who is recorded for what leaves or is opened; None where the operating system knows."""
    serving: Snapshot
    """All of the snapshot that serves."""
    snapshot: Snapshot
    """What the account sees of it in the open outlet."""
    areas: dict[str, Area]
    today: date
    registers: tuple[Row, ...]
    """Rows of mart_register_state, as they stand today rather than at the cut-off."""

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

    @property
    def stale_registers(self) -> list[Row]:
        """The registers that had data and are out of date, the longest first."""
        return data_state.lapsed(self.registers)

    def opened(self, outlet: Outlet, deed: Mapping[str, str]) -> Snapshot:
        """What the account sees of `outlet`, which is recorded with what it is opened for.

        Raises:
            AccessError: it has no grant for it.
        """
        self.account.demand_outlet(outlet)
        door.record(audit.opening(self.serving, outlet, deed), self.by)
        return queries.cut(self.serving, outlet, self.account.rights.scope)

    @property
    def office(self) -> Snapshot | None:
        """Exact figures, where the account has the grant; recorded once a session and snapshot."""
        if Outlet.OFFICE not in self.account.outlets:
            return None
        opened = st.session_state.setdefault(OPENED, {})
        key = (self.account.name, self.serving.id)
        if key not in opened:
            opened[key] = self.opened(Outlet.OFFICE, {"what": "pages"})
        found: Snapshot = opened[key]
        return found

    def exported(self, form: str, deed: Mapping[str, str]) -> None:
        """Records that something is about to leave the pages as a file.

        Raises:
            AccessError: the account may not take anything along.
        """
        self.account.demand(Deed.EXPORT)
        door.record(
            {**deed, "what": "export", "form": form, "snapshot": self.serving.id},
            self.by,
        )

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


def look(account: Account, by: str | None) -> View:
    """What `account` sees in this rerun; `by` is who is recorded.

    Raises:
        HomeUnsetError, NoSnapshotError: see `queries.serving`.
    """
    serving, now = queries.serving(), today()
    snapshot = queries.cut(serving, Outlet.OPEN, account.rights.scope)
    areas = [Area(*row) for row in queries.areas(snapshot).rows()]
    states = queries.register_states(snapshot).to_dicts()
    return View(
        account=account,
        by=by,
        serving=serving,
        snapshot=snapshot,
        areas={area.code: area for area in areas},
        today=now,
        registers=tuple(data_state.aged(states, snapshot.as_of, due_cut_off(snapshot, now))),
    )


def today() -> date:
    """Today in China."""
    return datetime.now(wording.BEIJING).date()


def due_cut_off(snapshot: Snapshot, now: date) -> date:
    """The cut-off that a daily run would have by `now`; never before the snapshot's own."""
    return max(snapshot.as_of, now - timedelta(days=1))


@_kept
def histories(snapshot: Snapshot, area_code: str) -> dict[str, History]:
    """All figures of one area by indicator, those of one source apart from those of the other."""
    found: dict[str, History] = {}
    for row in queries.history(snapshot, area_code).to_dicts():
        kinds = found.setdefault(row["indicator_id"], {})
        kinds.setdefault(row["period_kind"], []).append(Figure.from_row(row))
    return {
        name: {kind: split_by_source(figures) for kind, figures in kinds.items()}
        for name, kinds in found.items()
    }


def history(snapshot: Snapshot, indicator_id: str, area_code: str) -> History:
    """The figures of one indicator in one area; empty where it has none there."""
    found: History = histories(snapshot, area_code).get(indicator_id, {})
    return found


def register_months(snapshot: Snapshot) -> dict[str, list[RegisterMonth]]:
    """Rows of every register that has months by its name, by month."""
    rows = queries.register_months(snapshot).to_dicts()
    found = data_state.register_months(rows, snapshot.as_of)
    return {spoken(labels.register(contract)): months for contract, months in found.items()}


def series(snapshot: Snapshot, indicator: Indicator, area_code: str, kind: str) -> list[Figure]:
    """The figures of one area over all periods of a kind, by time."""
    return history(snapshot, indicator.id, area_code).get(kind, [])


def places(view: View, indicator: Indicator, kind: str, period: str) -> list[Place]:
    """The figures of home and the areas it is compared with, in the order of their codes.

    The area above is left out of counts: its sum is no yardstick for its parts.
    """
    compared = view.compared()
    found = []
    for area in compared:
        is_parent = area == compared[0]
        if is_parent and indicator.unit == "count":
            continue
        for figure in series(view.snapshot, indicator, area.code, kind):
            if figure.period == period:
                found.append(Place(area.name, figure, area == view.home, is_parent))
    return found
