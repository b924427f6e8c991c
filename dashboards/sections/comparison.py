"""One indicator of all subjects of a group: the funnel, and who may stand where."""

from collections.abc import Sequence

from dashboards import comparisons, components, figures, funnel_chart
from dashboards.comparisons import Peer
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.view import View


def funnel(view: View, indicator: Indicator, peers: Sequence[Peer], home: str | None) -> None:
    """Who differs by more than chance."""
    about = [
        *components.about(indicator),
        *components.about_columns(
            "mart_unit_comparison", "target", "high_95", "high_998", "overdispersion", "between"
        ),
    ]
    with components.box(say("谁真的不同", "Who really differs"), "funnel", about, is_level=False):
        said = comparisons.headline(peers, indicator)
        components.note(said)
        if any(peer.is_compared and peer.denominator is not None for peer in peers):
            figure = figures.drawn(
                view.snapshot,
                "funnel",
                lambda: funnel_chart.funnel(peers, indicator, home, view.snapshot.is_demo),
            )
            table = funnel_chart.table(peers, indicator)
            components.plot(figure, "funnel-chart", f"{spoken(indicator.name)}: {said}", table)
            components.note(
                say(
                    "规模越小，偶然起伏越大，范围越宽；范围之内的高低不说明工作好坏。",
                    "The smaller, the more chance moves a figure; within limits it says nothing.",
                )
            )


def ranges(view: View, indicator: Indicator, peers: Sequence[Peer], home: str | None) -> None:
    """Each one's own figure, what it is drawn to, and the ranks that it may have."""
    about = components.about_columns(
        "mart_unit_comparison", "status", "shrunk_value", "reliability", "best_rank", "tier"
    )
    with components.box(
        say("排位区间与档次", "Ranges of ranks, and tiers"), "ranges", about, is_level=False
    ):
        said = comparisons.tiers(peers)
        components.note(said)
        figure = figures.drawn(
            view.snapshot,
            "ranges",
            lambda: funnel_chart.ranges(peers, indicator, home, view.snapshot.is_demo),
        )
        table = funnel_chart.table(peers, indicator)
        components.plot(figure, "range-chart", f"{spoken(indicator.name)}: {said}", table)
