"""Finished figures, kept by snapshot, language and filters.

Making a figure costs far more than the queries below it, so the finished object is what is
kept and shared by all sessions.
"""

from functools import partial
from typing import Any

import streamlit as st

from dashboards import comparison_chart, queries, register_charts, trend_chart
from dashboards import view as views
from dashboards.language import Language, using
from dashboards.view import View
from data_contracts.snapshot import Snapshot

SHOWN_PERIODS = 36
"""A trend shows no more than this; older periods stay in the published table."""

_keyed: dict[Any, Any] = {
    **queries.KEYED,
    View: lambda view: str(view.snapshot.folder),
}
_kept = partial(st.cache_resource, hash_funcs=_keyed, show_spinner=False, max_entries=300)


@_kept
def trend(
    snapshot: Snapshot, language: Language, indicator_id: str, area_code: str, kind: str
) -> Any:
    """An indicator of one area over time."""
    indicator = queries.indicators(snapshot)[indicator_id]
    figures = views.series(snapshot, indicator, area_code, kind)
    with using(language):
        return trend_chart.trend(figures[-SHOWN_PERIODS:], indicator, snapshot.is_demo)


@_kept
def across(view: View, language: Language, indicator_id: str, kind: str, period: str) -> Any:
    """An indicator of home and the areas beside it, in one period."""
    indicator = queries.indicators(view.snapshot)[indicator_id]
    places = views.places(view, indicator, kind, period)
    with using(language):
        return comparison_chart.across(places, indicator, view.snapshot.is_demo)


@_kept
def register_months(snapshot: Snapshot, language: Language) -> Any:
    """Rows of every register that has months, by month."""
    with using(language):
        return register_charts.months(views.register_months(snapshot), snapshot.is_demo)
