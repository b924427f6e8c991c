"""What pages read of trends and comparisons."""

import polars as pl

from dashboards.queries import kept, read
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot


@kept
def trend_points(snapshot: Snapshot, area: str) -> pl.DataFrame:
    """Every point of every control chart of one area, by indicator and time."""
    return read(
        snapshot,
        """
        select * from mart_trend_signal
        where subject_kind = 'area' and subject_code = $area
        order by indicator_id, period_from
        """,
        area=area,
    )


@kept
def compared(snapshot: Snapshot) -> pl.DataFrame:
    """What can be compared: indicator, kind of period, period and group, the latest first."""
    return read(
        snapshot,
        """
        select indicator_id, period_kind, period, subject_kind, peer_group,
            count(*) filter (verdict is not null) as compared_count
        from mart_unit_comparison
        group by indicator_id, period_kind, period, subject_kind, peer_group
        order by indicator_id, subject_kind, peer_group, left(period, 4) desc, period desc
        """,
    )


@kept
def peers(snapshot: Snapshot, indicator: str, period: str, kind: str, group: str) -> pl.DataFrame:
    """The subjects of one group in a period, with their latest names, by their codes."""
    return read(
        snapshot,
        """
        with names as (
            select 'area' as subject_kind, area_code as subject_code,
                arg_max(name, valid_from) as name
            from dim_area
            group by area_code
            union all
            select 'unit', unit_code, arg_max(name, valid_from)
            from dim_unit
            group by unit_code
        )
        select mart_unit_comparison.*, coalesce(name, subject_code) as name
        from mart_unit_comparison
        left join names using (subject_kind, subject_code)
        where indicator_id = $indicator and period = $period
            and subject_kind = $kind and peer_group = $peer_group
        order by subject_code
        """,
        indicator=indicator,
        period=period,
        kind=kind,
        peer_group=group,
    )


@kept
def risks(snapshot: Snapshot) -> pl.DataFrame:
    """Every component and index, with the names of areas and sectors, in the order of sectors."""
    return read(
        snapshot,
        """
        select mart_sector_risk.*, dim_sector.name_cn, dim_sector.name_en
        from mart_sector_risk
        left join dim_sector using (sector_code)
        order by area_code, dim_sector.rowid, sector_code, component
        """,
    )


@kept
def sector_quarters(snapshot: Snapshot, area: str) -> pl.DataFrame:
    """Problems of every sector in an area by the quarter in which they were found.

    How many were closed on time, closed late, are open past due, and are open and not due yet.
    """
    return read(
        snapshot,
        """
        with recursive below as (
            select $area as area_code
            union
            select dim_area.area_code
            from dim_area
            inner join below on dim_area.parent_code = below.area_code
        )
        select sector_code, name_cn, name_en,
            cast(date_trunc('quarter', found_on) as date) as period_from,
            count(*) filter (is_closed and is_on_time) as on_time_count,
            count(*) filter (is_closed and not is_on_time) as late_count,
            count(*) filter (is_overdue) as overdue_count,
            count(*) filter (not is_closed and not is_overdue) as open_count
        from fct_sector_issue
        inner join dim_sector using (sector_code)
        where coalesce(town_code, $area) in (select area_code from below)
        group by sector_code, name_cn, name_en, dim_sector.rowid, period_from
        order by dim_sector.rowid, period_from
        """,
        area=area,
    )


@kept
def rebases(snapshot: Snapshot, area: str, indicator: str) -> pl.DataFrame:
    """Decisions to begin the control chart of an indicator anew, with who decided, by time."""
    return read(
        snapshot,
        """
        with names as (
            select unit_code, arg_max(name, valid_from) as name
            from dim_unit
            group by unit_code
        )
        select from_on, reason, decided_on, coalesce(name, decided_by_unit_code) as decided_by
        from fct_chart_rebase
        left join names on decided_by_unit_code = unit_code
        where area_code = $area and indicator_id = $indicator
        order by from_on
        """,
        area=area,
        indicator=indicator,
    )


@kept
def forecasts(snapshot: Snapshot, area: str, indicator: str) -> pl.DataFrame:
    """The next periods of one indicator of an area by time; none where nothing is forecast."""
    return read(
        snapshot,
        """
        select * from mart_forecast
        where subject_kind = 'area' and subject_code = $area and indicator_id = $indicator
        order by period_from
        """,
        area=area,
        indicator=indicator,
    )


@kept
def incidence(office: Snapshot, area: str) -> pl.DataFrame:
    """How far the clues of the latest year that is known in full have come, by stage and days.

    The last twelve cohorts of a month that have been followed for 180 days, together.
    """
    return read(
        office,
        """
        with cohorts as (
            select distinct cohort_month
            from mart_clue_funnel
            where area_code = $area and breakdown = 'total' and horizon_days = 180 and is_mature
            order by cohort_month desc
            limit 12
        )
        select stage, horizon_days,
            min(cohort_month) as first_month, max(cohort_month) as last_month,
            sum(clue_count)::bigint as clue_count, sum(reached_count)::bigint as reached_count,
            coalesce(sum(clue_count * open_percent) / nullif(sum(clue_count), 0), 0) / 100
                as open_share
        from mart_clue_funnel
        inner join cohorts using (cohort_month)
        where area_code = $area and breakdown = 'total'
        group by stage, horizon_days
        order by stage, horizon_days
        """,
        outlet=Outlet.OFFICE,
        area=area,
    )
