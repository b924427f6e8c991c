"""趋势 Trends: what has really changed, and what only went up and down."""

from itertools import groupby

from dashboards import analysis_queries, components, queries
from dashboards.language import say, spoken
from dashboards.sections import trends as sections
from dashboards.trends import Point, is_judged, latest
from dashboards.view import View

PARAMETER = "indicator"


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("趋势", "Trends"))
    measured = queries.indicators(view.snapshot)
    rows = (
        analysis_queries.trend_points(view.snapshot, view.home.code).to_dicts() if view.home else []
    )
    series = {
        name: [Point.from_row(row) for row in of_indicator]
        for name, of_indicator in groupby(rows, lambda row: row["indicator_id"])
        if name in measured
    }
    if not series:
        components.empty(
            say("还没有可以画的趋势", "No trend to draw yet"),
            say("请提交业务登记簿，再更新一次数据。", "Deliver registers, and update the data."),
        )
        return
    sections.changes(view, series, measured, PARAMETER)
    names = {name: spoken(measured[name].name) for name in series}
    changed = [name for name, points in series.items() if is_judged(points) and latest(points)]
    judged = [name for name, points in series.items() if is_judged(points)]
    first = next(iter([*changed, *judged, *series]))
    with components.filters():
        label = say("指标", "Indicator")
        chosen = components.pick(PARAMETER, label, names, width=420, default=first)
    home = view.home.code if view.home else ""
    decided = analysis_queries.rebases(view.snapshot, home, chosen).to_dicts()
    foretold = analysis_queries.forecasts(view.snapshot, home, chosen).to_dicts()
    sections.chart(view, measured[chosen], series[chosen], decided, foretold)
