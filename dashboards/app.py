"""Every rerun: theme, door and navigation, nothing else. `server` starts it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from dashboards import account_menu, address, components, entrance, printout, states
from dashboards.app_pages import (
    audit_log,
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
from dashboards.queries import UnreadableSnapshotError
from dashboards.view import View, look
from data_contracts.access import AccessError, Deed, Role
from data_contracts.snapshot import NoSnapshotError

HERE = Path(__file__).parent


def main() -> None:
    """One rerun."""
    st.set_page_config(page_icon=str(HERE / "icon.svg"), layout="wide")
    st.html(HERE / "style.css")
    address.restore()
    pages = dict(
        [
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
            _page(sql.show, say("查询", "SQL"), "sql", Deed.QUERY),
            _page(submission.show, say("数据填报", "Submission"), "submission", Deed.SUBMIT),
            _page(audit_log.show, say("访问记录", "Audit log"), "audit-log", Deed.ADMINISTER),
        ]
    )
    page = st.navigation(list(pages), position="hidden")
    st.set_page_config(page_title=f"{page.title} · {say('安评', 'Anping')}")
    components.speak()
    visitor = entrance.enter()
    if visitor is None:
        return
    account = entrance.account()
    if address.is_wall() or account.rights.role is Role.SCREEN:
        wall.watch()
        st.fragment(_wall, run_every=wall.seconds())()
        return
    allowed = [one for one, deed in pages.items() if account.may(deed)]
    components.top_bar(allowed, partial(account_menu.show, visitor))
    account_menu.banner(visitor)
    page.run()


def _wall() -> None:
    """The next slide, to whoever is still let in."""
    if entrance.enter():
        draw(wall.show)


def _page(
    show: Callable[[View], None],
    title: str,
    path: str,
    deed: Deed = Deed.BROWSE,
    *,
    default: bool = False,
) -> tuple[st.Page, Deed]:
    page = st.Page(partial(draw, show, deed), title=title, url_path=path, default=default)
    return page, deed


def draw(show: Callable[[View], None], deed: Deed = Deed.BROWSE) -> None:
    """One page over the snapshot that serves now, or why there is none to show."""
    try:
        account = entrance.account()
        account.demand(deed)
        view = look(account, entrance.by())
        printout.begin()
        states.banners(view)
        show(view)
        components.printed(view)
    except AccessError as error:
        states.refused(error)
    except NoSnapshotError:
        states.no_snapshot()
    except UnreadableSnapshotError as error:
        states.unreadable_snapshot(error)


if __name__ == "__main__":
    main()
