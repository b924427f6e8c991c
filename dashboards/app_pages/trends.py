"""趋势 Trends: what has really changed, and what only went up and down."""

from dashboards import components, filters, queries
from dashboards.language import say, spoken
from dashboards.sections import trends as sections
from dashboards.trends import is_judged
from dashboards.view import View

PARAMETER = "indicator"


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("趋势", "Trends"))
    measured = queries.indicators(view.snapshot)
    series = sections.read(view)
    if not series:
        components.empty(
            say("还没有可以画的趋势", "No trend to draw yet"),
            say("请提交业务登记簿，再更新一次数据。", "Deliver registers, and update the data."),
        )
        return
    sections.changes(series, measured, PARAMETER)
    names = {name: spoken(measured[name].name) for name in series}
    judged = [name for name, points in series.items() if is_judged(points)]
    first = next(iter([*sections.changed(series), *judged, *series]))
    with filters.side_by_side():
        label = say("指标", "Indicator")
        chosen = filters.pick(PARAMETER, label, names, width=420, default=first)
    sections.chart(view, measured[chosen], series[chosen])
