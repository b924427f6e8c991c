"""指标手册 Indicator handbook: what every indicator of the catalogue means and how it is scored."""

from dashboards import components, handbook, queries
from dashboards.language import say
from dashboards.sections import handbook as sections
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("指标手册", "Indicator handbook"))
    changes = queries.catalogue_changes(view.snapshot).to_dicts()
    every = handbook.entries(queries.catalogue(view.snapshot).to_dicts(), changes)
    if not every:
        components.empty(
            say("快照中没有指标目录", "The snapshot holds no catalogue"),
            say("请更新一次数据。", "Update the data."),
        )
        return
    sections.listing(sections.chosen(every), len(every))
