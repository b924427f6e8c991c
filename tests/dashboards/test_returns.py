"""Returns that were missed stand on the Overview, and nothing else does."""

import json
from datetime import date
from pathlib import Path

import pytest

from data_contracts import returns
from data_contracts.returns import Kind
from tests.dashboards.conftest import OpenApp

MISSED = {"kind": "quarterly", "period": "2026-Q3", "due_on": "2026-11-20"}
DUE_TODAY = {"kind": "monthly", "period": "2026-10", "due_on": "2026-11-23"}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / returns.AGENDA).write_text(json.dumps([MISSED, DUE_TODAY]), encoding="utf-8")
    return folder


def banners(open_app: OpenApp, **address: str) -> str:
    app = open_app(**address)
    assert not app.exception
    return " ".join(html.body for html in app.get("html") if 'class="ap-banner' in html.body)


@pytest.mark.usefixtures("reports")
def test_overview__names_what_was_missed(open_app: OpenApp) -> None:
    """Today is 23 November: what is due today is not late yet."""
    said = banners(open_app)
    assert "1项报送已逾期：季度考核试算2026-Q3（期限2026年11月20日）" in said
    assert "2026-10" not in said


@pytest.mark.usefixtures("reports")
def test_overview__names_it_in_english(open_app: OpenApp) -> None:
    assert "1 return missed: quarterly trial of 2026-Q3" in banners(open_app, lang="en")


def test_overview__says_nothing_once_it_is_made(open_app: OpenApp, reports: Path) -> None:
    returns.folder(reports, Kind.QUARTERLY, "2026-Q3").mkdir(parents=True)
    assert "报送" not in banners(open_app)


def test_overview__says_nothing_without_a_scheduler(open_app: OpenApp) -> None:
    assert "报送" not in banners(open_app)


def test_missed__is_by_day_and_then_by_kind() -> None:
    day = date(2026, 7, 14)
    due = [
        returns.Due(Kind.QUARTERLY, "2026-Q2", day),
        returns.Due(Kind.HALF_YEARLY, "2026-H1", day),
        returns.Due(Kind.MONTHLY, "2026-06", date(2026, 7, 7)),
    ]
    late = returns.missed(set(), due, date(2026, 7, 15))
    assert [one.period for one in late] == ["2026-06", "2026-H1", "2026-Q2"]
