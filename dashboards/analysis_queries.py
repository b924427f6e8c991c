"""What pages read of trends and comparisons."""

import polars as pl

from dashboards.queries import kept, read
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
