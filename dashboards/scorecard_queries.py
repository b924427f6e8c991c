"""What pages read of scorecards: who has one, each with its evidence, and the life of a period.

The life is asked anew on every rerun: unlike a snapshot it goes on.
"""

from pathlib import Path

import polars as pl

from dashboards import queries, scorecards, workspace
from dashboards.labels import Indicator
from dashboards.queries import kept, read
from dashboards.scorecards import Card, Part, Subject
from data_contracts import scorecard_life
from data_contracts.scorecard import Difference
from data_contracts.scorecard_life import Entry
from data_contracts.snapshot import Snapshot


@kept
def periods(snapshot: Snapshot) -> pl.DataFrame:
    """The periods that have scorecards, the latest first; a year stands before its quarters."""
    return read(
        snapshot,
        """
        select distinct period_kind, period
        from mart_scorecard
        order by left(period, 4) desc, period_kind = 'quarter', period desc
        """,
    )


@kept
def totals(snapshot: Snapshot, period: str) -> pl.DataFrame:
    """The total of every subject in a period, with its latest name and the area it is in."""
    return read(
        snapshot,
        """
        with subjects as (
            select 'area' as subject_kind, area_code as subject_code,
                arg_max(name, valid_from) as name, arg_max(parent_code, valid_from) as parent_code
            from dim_area
            group by area_code
            union all
            select 'unit', unit_code, arg_max(name, valid_from), arg_max(area_code, valid_from)
            from dim_unit
            group by unit_code
        )
        select mart_scorecard.*, coalesce(name, subject_code) as name, parent_code
        from mart_scorecard
        left join subjects using (subject_kind, subject_code)
        where part = 'total' and period = $period
        order by subject_kind, subject_code
        """,
        period=period,
    )


@kept
def mechanisms(snapshot: Snapshot, period: str, kind: str, code: str) -> pl.DataFrame:
    """The mechanisms of one card."""
    return read(
        snapshot,
        """
        select *
        from mart_scorecard
        where part <> 'total' and period = $period and subject_kind = $kind
            and subject_code = $code
        """,
        period=period,
        kind=kind,
        code=code,
    )


@kept
def lines(snapshot: Snapshot, period: str, kind: str, code: str) -> pl.DataFrame:
    """The lines of one card by indicator, each with why its figure is not shown."""
    return read(
        snapshot,
        """
        select lines.*, figures.publish_reason
        from mart_scorecard_line as lines
        left join (
            select indicator_id, period, any_value(publish_reason) as publish_reason
            from mart_indicator_value
            where subject_kind = $kind and subject_code = $code and status = 'suppressed'
            group by indicator_id, period
        ) as figures
            on figures.indicator_id = lines.indicator_id
            and list_contains(lines.figure_periods, figures.period)
        where lines.period = $period and subject_kind = $kind and subject_code = $code
        qualify row_number() over (partition by lines.indicator_id order by figures.period desc) = 1
        order by lines.indicator_id
        """,
        period=period,
        kind=kind,
        code=code,
    )


def card(snapshot: Snapshot, period: str, kind: str, code: str) -> Card | None:
    """The card of a subject in a period; None where it has none."""
    rows = totals(snapshot, period).to_dicts()
    asked = (kind, code)
    total = next((r for r in rows if (r["subject_kind"], r["subject_code"]) == asked), None)
    if total is None:
        return None
    catalogue = queries.catalogue(snapshot).to_dicts()
    return scorecards.card(
        Subject.from_row(total),
        period,
        Part.from_row(total),
        mechanisms(snapshot, period, kind, code).to_dicts(),
        lines(snapshot, period, kind, code).to_dicts(),
        {row["indicator_id"]: Indicator.from_row(row) for row in catalogue},
    )


def life(period: str) -> tuple[Entry, ...]:
    """The steps that a period has taken.

    Raises:
        UnreadableLifeError: its log is not as it was written.
    """
    return scorecard_life.read(_folder(period))


def difference(period: str, version: int) -> Difference | None:
    """What a restatement changed; None of a version that is none.

    Raises:
        UnreadableLifeError: it is not as it was written.
    """
    return scorecard_life.difference(_folder(period), version)


def _folder(period: str) -> Path:
    return workspace.home() / "scorecards" / period
