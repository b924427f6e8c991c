"""比较 Comparing: who differs from their peers by more than chance."""

from typing import Any

import polars as pl

from dashboards import analysis_queries, components, filters, labels, queries
from dashboards.comparisons import Peer
from dashboards.language import say, spoken
from dashboards.scorecards import named
from dashboards.sections import comparison
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("比较", "Comparing"))
    measured = queries.indicators(view.snapshot)
    found = (
        analysis_queries.compared(view.snapshot)
        .filter(pl.col("indicator_id").is_in(list(measured)))
        .with_columns(group=pl.concat_str("subject_kind", "peer_group", separator="-"))
    )
    if found.is_empty():
        components.empty(
            say("还没有可以比较的指标", "Nothing to compare yet"),
            say("请提交业务登记簿，再更新一次数据。", "Deliver registers, and update the data."),
        )
        return
    scored = found.filter(
        pl.col("indicator_id").is_in([one.id for one in measured.values() if one.is_scored])
    )
    own = f"area-{view.home.level}" if view.home else ""
    first = _fullest(scored if scored.height else found, own)["indicator_id"]
    names = {
        name: spoken(measured[name].name)
        for name in found["indicator_id"].unique(maintain_order=True)
    }
    with filters.side_by_side():
        label = say("指标", "Indicator")
        chosen = filters.pick("indicator", label, names, 320, first)
        of_indicator = found.filter(indicator_id=chosen)
        groups, fullest = _groups(of_indicator), _fullest(of_indicator, own)["group"]
        group = filters.pick("peers", say("同类", "Peers"), groups, 160, fullest)
        of_group = of_indicator.filter(group=group)
        period = filters.pick(
            "period", say("期间", "Period"), _periods(of_group), 160, _latest(of_group)
        )
    kind, peer_group = group.split("-", 1)
    rows = analysis_queries.peers(view.snapshot, chosen, period, kind, peer_group).to_dicts()
    peers = [Peer.from_row(row) for row in rows]
    home = view.home.code if view.home else None
    comparison.tiles(measured[chosen], peers, home)
    comparison.funnel(view, measured[chosen], peers, home)
    comparison.ranges(view, measured[chosen], peers, home)


def _groups(found: pl.DataFrame) -> dict[str, str]:
    return {
        group: spoken(labels.code("mart_unit_comparison", "peer_group", group.split("-", 1)[1]))
        for group in found["group"].unique(maintain_order=True)
    }


def _fullest(found: pl.DataFrame, own: str) -> dict[str, Any]:
    """Where most can be compared, in the group of the home area if there is any."""
    is_own = (pl.col("group") == own) & (pl.col("compared_count") > 0)
    return found.sort(is_own, "compared_count", descending=True, maintain_order=True).row(
        0, named=True
    )


def _periods(found: pl.DataFrame) -> dict[str, str]:
    return {period: named(period) for period in found["period"]}


def _latest(found: pl.DataFrame) -> str:
    """The latest period in which anything can be compared, or the latest."""
    compared = found.filter(pl.col("compared_count") > 0)
    return str((compared if compared.height else found)["period"][0])
