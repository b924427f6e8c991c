"""What tests of pages share: figures made by hand, an indicator, and apps over snapshots."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboards import view
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.scorecards import Card
from dashboards.workspace import HOME_VARIABLE
from data_contracts.model import Text
from data_contracts.snapshot import Snapshot, current
from tests.dashboards.cards import card_of
from tests.dashboards.snapshot_fixture import build_snapshot

APP = Path(__file__).parents[2] / "dashboards" / "app.py"
TODAY = date(2026, 11, 23)

MakeFigure = Callable[..., Figure]
OpenApp = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest leaves its script as `__main__`, which every process started later would run."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def make_figure() -> MakeFigure:
    """A sound figure of October 2026, unless told otherwise."""

    def make(value: float | None = 90.0, spread: float = 4.0, **changes: Any) -> Figure:
        first = changes.pop("first", date(2026, 10, 1))
        last = changes.setdefault("last", first.replace(day=28))
        facts: dict[str, Any] = {
            "period_kind": "month",
            "period": f"{first:%Y-%m}",
            "first": first,
            "settled": last,
            "status": "ok",
            "sample": 40,
            "denominator": 40,
            "numerator": 36,
            "value": value,
            "low": None if value is None else max(0.0, value - spread),
            "high": None if value is None else min(100.0, value + spread),
        }
        return Figure(**(facts | changes))

    return make


@pytest.fixture
def score() -> Indicator:
    """A score from 0 to 100 with a target of 98, higher is better."""
    text = Text("中文", "English")
    return Indicator(
        id="EVA06",
        version=1,
        since=None,
        mechanism="EVA",
        name=Text("三率得分", "Three rates"),
        definition=text,
        numerator=text,
        denominator=text,
        time_rule=text,
        target_basis=text,
        publish_rule=text,
        unit="score",
        direction="up",
        frequency="month",
        is_scored=True,
        weight=2,
        floor=80,
        target=98,
        minimum=10,
        registers=("hotline_ticket",),
    )


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """The full small world of the day before `TODAY`."""
    build_snapshot(tmp_path, TODAY - timedelta(days=1))
    return current(tmp_path / "published")


@pytest.fixture
def card(snapshot: Snapshot) -> Card:
    """The scorecard of home in the last quarter that has ended."""
    return card_of(snapshot)


@pytest.fixture
def open_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    """The app over a snapshot of the given state, with the given address, run once.

    States: full, stale, empty (no rows), none (nothing published).
    """
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    monkeypatch.setattr(view, "today", lambda: TODAY)

    def open_(state: str = "full", *, page: str = "overview", **address: str) -> AppTest:
        yesterday = TODAY - timedelta(days=1)
        match state:
            case "full":
                build_snapshot(tmp_path, yesterday)
            case "stale":
                build_snapshot(tmp_path, yesterday - timedelta(days=5), stale_register=True)
            case "empty":
                build_snapshot(tmp_path, yesterday, rows=False)
        app = (
            AppTest.from_file(str(APP), default_timeout=60)
            if page == "overview"
            else AppTest.from_function(ONE_PAGE[page], default_timeout=60)
        )
        app.query_params.update(address)
        return app.run()

    return open_


def _data_quality() -> None:
    """That page alone: AppTest cannot open a page that is a function."""
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import data_quality

    entrance.enter()
    draw(data_quality.show)


def _indicator() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import indicator

    entrance.enter()
    draw(indicator.show)


def _clues() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import clues

    entrance.enter()
    draw(clues.show)


def _submission() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import submission

    entrance.enter()
    draw(submission.show)


def _ledger() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import ledger

    entrance.enter()
    draw(ledger.show)


def _handbook() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import handbook

    entrance.enter()
    draw(handbook.show)


def _scorecards() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import scorecards

    entrance.enter()
    draw(scorecards.show)


def _satisfaction() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import satisfaction

    entrance.enter()
    draw(satisfaction.show)


def _sectors() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import sectors

    entrance.enter()
    draw(sectors.show)


def _risk() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import risk

    entrance.enter()
    draw(risk.show)


def _sql() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import sql

    entrance.enter()
    draw(sql.show)


def _trends() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import trends

    entrance.enter()
    draw(trends.show)


def _compare() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import compare

    entrance.enter()
    draw(compare.show)


ONE_PAGE = {
    "clues": _clues,
    "compare": _compare,
    "data-quality": _data_quality,
    "handbook": _handbook,
    "indicator": _indicator,
    "ledger": _ledger,
    "scorecards": _scorecards,
    "satisfaction": _satisfaction,
    "sectors": _sectors,
    "sql": _sql,
    "submission": _submission,
    "risk": _risk,
    "trends": _trends,
}


def shown(app: AppTest) -> str:
    """All that the page says in its own markup."""
    return "\n".join(element.proto.body for element in app.html)
