"""One indicator of all subjects of a group: the funnel, and who may stand where."""

from collections.abc import Sequence

from dashboards import (
    area_map,
    comparisons,
    components,
    definition,
    figures,
    funnel_chart,
    markup,
    wording,
    workspace,
)
from dashboards.area_map import BoundaryError
from dashboards.comparisons import Peer
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.markup import Markup
from dashboards.view import View


def tiles(indicator: Indicator, peers: Sequence[Peer], home: str | None) -> None:
    """All subjects as tiles of one size, by where they lie beside each other."""
    about = definition.of_columns("mart_unit_comparison", "verdict", "status", "peer_count")
    with components.box(say("各地一览", "At a glance"), "tiles", about, is_level=False):
        components.note(comparisons.tally(peers, indicator))
        _map(indicator, peers)
        entries = [
            (
                peer.name,
                _value(peer, indicator),
                comparisons.verdict(peer, indicator),
                peer.code == home,
            )
            for peer in peers
        ]
        components.show(markup.tiles(entries))
        components.numbers(funnel_chart.table(peers, indicator))


def _map(indicator: Indicator, peers: Sequence[Peer]) -> None:
    """The same within their boundaries, where the office has supplied these."""
    try:
        found = area_map.boundaries(workspace.home())
    except BoundaryError as error:
        components.note(say(error.cn, error.en))
        return
    entries = [
        (peer.code, peer.name, _value(peer, indicator), comparisons.verdict(peer, indicator))
        for peer in peers
    ]
    if any(peer.code in found for peer in peers):
        said = f"{spoken(indicator.name)}: {comparisons.tally(peers, indicator)}"
        components.show(Markup(f'<div class="ap-map">{area_map.draw(found, entries, said)}</div>'))


def _value(peer: Peer, indicator: Indicator) -> str:
    return markup.NOTHING if peer.value is None else wording.amount(peer.value, indicator.unit)


def funnel(view: View, indicator: Indicator, peers: Sequence[Peer], home: str | None) -> None:
    """Who differs by more than chance."""
    about = [
        *definition.of_indicator(indicator),
        *definition.of_columns(
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
    about = definition.of_columns(
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
