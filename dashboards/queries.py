"""Every read of the pages: typed, small, and kept for as long as its snapshot serves.

A snapshot never changes, so a result is keyed by the snapshot and by the question and never
goes out of date. Nothing in the dashboards but this and its siblings, `*_queries`, speaks SQL.
"""

from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

import duckdb
import polars as pl
import streamlit as st

from dashboards.labels import Indicator
from dashboards.ledger import DUTIES, RECENT_DAYS, Duty
from dashboards.workspace import home
from data_contracts import cuts
from data_contracts.access import Scope
from data_contracts.complaint import Complaint
from data_contracts.model import Outlet
from data_contracts.snapshot import NoSnapshotError, Snapshot, connect, current

KEYED = {Snapshot: lambda snapshot: str(snapshot.folder)}
"""How the caches of this package tell snapshots apart."""

kept = partial(st.cache_data, hash_funcs=KEYED, show_spinner=False, max_entries=500)


UNITS_INSIDE = """
    inside as (
        select area_code from dim_area where is_current and area_code = $area
        union
        select child.area_code
        from dim_area as child
        join inside on child.parent_code = inside.area_code
        where child.is_current
    ),
    units as (
        select unit_code, name
        from (
            select unit_code, arg_max(name, valid_from) as name,
                arg_max(area_code, valid_from) as area_code
            from dim_unit
            group by unit_code
        )
        join inside using (area_code)
    )"""
"""The units of $area and of all areas below it, each by where it belonged last."""


class UnreadableSnapshotError(Complaint):
    """What was published cannot be read: a damaged file, or an older layout."""


def serving() -> Snapshot:
    """The snapshot that serves now; asked on every rerun, so that a new one is picked up.

    Raises:
        HomeUnsetError: `ANPING_HOME` is not set.
        NoSnapshotError: nothing has been published yet.
        UnreadableSnapshotError: the pointer to the snapshot is damaged.
    """
    published = home() / "published"
    try:
        return current(published)
    except NoSnapshotError:
        raise
    except (ValueError, KeyError) as error:
        raise UnreadableSnapshotError(
            "指向快照的文件已损坏，请运行 'anping run' 重新发布。",
            "the pointer to the snapshot is damaged; run 'anping run' to publish again",
        ) from error


def cut(serving: Snapshot, outlet: Outlet, scope: Scope) -> Snapshot:
    """What a scope leaves of an outlet of the snapshot that serves."""
    return cuts.of(serving, outlet, scope, home() / cuts.FOLDER)


def read(
    snapshot: Snapshot, sql: str, *, outlet: Outlet = Outlet.OPEN, **values: Any
) -> pl.DataFrame:
    """The rows that `sql` finds in what is seen of an outlet of a snapshot.

    Raises:
        UnreadableSnapshotError: it is damaged, or of an older layout.
    """
    try:
        with closing(connect(snapshot, outlet)) as connection:
            frame: pl.DataFrame = connection.sql(sql, params=values or None).pl()
            return frame
    except duckdb.Error as error:
        raise UnreadableSnapshotError(
            f"快照 {snapshot.id} 无法读取，请运行 'anping run' 重新发布。",
            f"snapshot {snapshot.id} cannot be read; run 'anping run' to publish again",
        ) from error


@kept
def areas(snapshot: Snapshot) -> pl.DataFrame:
    """Areas of town level or above that hold at the cut-off, in order of their codes."""
    return read(
        snapshot,
        """
        select area_code, name, level, parent_code
        from dim_area
        where is_current and level <> 'village'
        order by area_code
        """,
    )


@kept
def indicators(snapshot: Snapshot) -> dict[str, Indicator]:
    """The indicators that this snapshot measures, by id."""
    rows = catalogue(snapshot).to_dicts()
    return {row["indicator_id"]: Indicator.from_row(row) for row in rows if row["is_measured"]}


@kept
def catalogue(snapshot: Snapshot) -> pl.DataFrame:
    """Every indicator of the catalogue, by id."""
    return read(snapshot, "select * from dim_indicator order by indicator_id")


@kept
def catalogue_changes(snapshot: Snapshot) -> pl.DataFrame:
    """What changed in the catalogue, the latest first."""
    return read(
        snapshot,
        "select * from dim_indicator_change order by indicator_id, changed_at desc, column_name",
    )


@kept
def history(snapshot: Snapshot, area_code: str) -> pl.DataFrame:
    """All figures of one area, by time within an indicator and a kind of period."""
    return read(
        snapshot,
        """
        select indicator_id, period_kind, period, period_from, period_to, settled_on, status,
            sample_count, numerator, denominator, value, interval_low, interval_high,
            interval_method, publish_reason, quality_flags, is_series_break, figure_source
        from mart_indicator_value
        where subject_kind = 'area' and subject_code = $area
        order by indicator_id, period_kind, period_from
        """,
        area=area_code,
    )


@kept
def components(
    snapshot: Snapshot, indicator_id: str, area_code: str, kind: str, period: str
) -> pl.DataFrame:
    """The parts of one figure in one period, by code: rates of a composite, counts by kind."""
    return read(
        snapshot,
        """
        select component, weight, numerator, denominator, value, interval_low, interval_high
        from mart_indicator_component
        where indicator_id = $id and subject_kind = 'area' and subject_code = $area
            and period_kind = $kind and period = $period
        order by component
        """,
        id=indicator_id,
        area=area_code,
        kind=kind,
        period=period,
    )


@kept
def overdue(snapshot: Snapshot, area_code: str) -> pl.DataFrame:
    """Open and overdue items of the units in an area and below, most overdue first.

    A unit counts where it belonged last; one without a name in dim_unit keeps an empty name.
    """
    return read(
        snapshot,
        f"""
        with recursive {UNITS_INSIDE}
        select units.name as unit, mart_overdue.* exclude (unit_code)
        from mart_overdue
        join units using (unit_code)
        where open_count > 0
        order by overdue_count desc, longest_overdue_days desc nulls last, unit_code, contract
        """,
        area=area_code,
    )


@kept
def ledger(snapshot: Snapshot, area_code: str) -> pl.DataFrame:
    """What units in an area and below owe by a day or have done not long before the cut-off."""
    return read(
        snapshot,
        f"""
        with recursive {UNITS_INSIDE},
        duties as ({" union all ".join(map(_duty, DUTIES))})
        select duties.*, units.name as unit, sectors.name_cn as sector_cn,
            sectors.name_en as sector_en
        from duties
        join units using (unit_code)
        left join dim_sector as sectors using (sector_code)
        where due_on is not null and coalesce(done_on >= $closed_since, true)
        """,
        area=area_code,
        closed_since=snapshot.as_of - timedelta(days=RECENT_DAYS),
    )


def _duty(duty: Duty) -> str:
    return f"""
        select '{duty.contract}' as contract, {duty.item} as number,
            {duty.kind or "null"} as kind, {duty.sector or "null::varchar"} as sector_code,
            {duty.unit_code} as unit_code, '{duty.asked or ""}' as asked,
            {duty.due_on} as due_on, {duty.done_on} as done_on
        from fct_{duty.contract}
        """


@kept
def register_states(snapshot: Snapshot) -> pl.DataFrame:
    """The state of every register, by the id of its contract."""
    return read(snapshot, "select * from mart_register_state order by contract")


@kept
def register_months(snapshot: Snapshot) -> pl.DataFrame:
    """Rows by register and month, by time within a register."""
    return read(snapshot, "select * from mart_register_month order by contract, month")


@kept
def faults(snapshot: Snapshot) -> pl.DataFrame:
    """Why rows were quarantined, most frequent reason first."""
    return read(
        snapshot,
        """
        select * from mart_data_quality
        where contract in (select contract from mart_register_state)
        order by quarantined_count desc nulls last, contract, column_name
        """,
    )


@kept
def protection(snapshot: Snapshot) -> pl.DataFrame:
    """What the protection of persons' data did, by published table, part of a figure and rule."""
    return read(
        snapshot,
        """
        select contract as "table", column_name, rule_cn, rule_en, quarantined_count as figure_count
        from mart_data_quality
        where contract not in (select contract from mart_register_state)
        order by contract, column_name, rule
        """,
    )
