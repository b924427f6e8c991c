"""The dashboards' entry: navigation and theme, nothing else. Started by `streamlit run`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from dashboards import address, components, printout, states
from dashboards.app_pages import (
    clues,
    compare,
    data_quality,
    handbook,
    indicator,
    ledger,
    overview,
    risk,
    satisfaction,
    scorecards,
    sectors,
    sql,
    submission,
    trends,
    wall,
)
from dashboards.language import say
from dashboards.queries import HomeUnsetError, UnreadableSnapshotError
from dashboards.view import View, look
from data_contracts.snapshot import NoSnapshotError

HERE = Path(__file__).parent


def main() -> None:
    """One rerun."""
    st.set_page_config(page_icon=str(HERE / "icon.svg"), layout="wide")
    st.html(HERE / "style.css")
    address.restore()
    pages = [
        _page(overview.show, say("总览", "Overview"), "overview", default=True),
        _page(clues.show, say("线索", "Clues"), "clues"),
        _page(ledger.show, say("督办台账", "Ledger"), "ledger"),
        _page(indicator.show, say("指标", "Indicators"), "indicator"),
        _page(trends.show, say("趋势", "Trends"), "trends"),
        _page(compare.show, say("比较", "Comparing"), "compare"),
        _page(satisfaction.show, say("满意度", "Satisfaction"), "satisfaction"),
        _page(sectors.show, say("行业", "Sectors"), "sectors"),
        _page(risk.show, say("风险研判", "Risk"), "risk"),
        _page(scorecards.show, say("考核评分", "Scorecards"), "scorecards"),
        _page(handbook.show, say("指标手册", "Handbook"), "handbook"),
        _page(data_quality.show, say("数据质量", "Data quality"), "data-quality"),
        _page(sql.show, say("查询", "SQL"), "sql"),
        _page(submission.show, say("数据填报", "Submission"), "submission"),
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=f"{page.title} · {say('安评', 'Anping')}")
    components.speak()
    if address.is_wall():
        wall.watch()
        st.fragment(draw, run_every=wall.seconds())(wall.show)
        return
    components.top_bar(pages)
    page.run()


def _page(show: Callable[[View], None], title: str, path: str, *, default: bool = False) -> st.Page:
    return st.Page(partial(draw, show), title=title, url_path=path, default=default)


def draw(show: Callable[[View], None]) -> None:
    """One page over the snapshot that serves now, or why there is none to show."""
    try:
        view = look()
        printout.begin()
        states.banners(view)
        show(view)
        components.printed(view)
    except HomeUnsetError:
        states.no_workspace()
    except NoSnapshotError:
        states.no_snapshot()
    except UnreadableSnapshotError as error:
        states.unreadable_snapshot(error)


if __name__ == "__main__":
    main()
