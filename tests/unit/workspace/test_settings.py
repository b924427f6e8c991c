"""What anping.yml may say, and the day up to which a build counts."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data_contracts.configuration import ConfigurationError
from dagster_project.settings import HOME_VARIABLE, TIME_ZONE, Settings, Workspace, cut_off, now

HOME = 'home_area: "150626102"\n'


def settings(home: Path, text: str) -> Settings:
    (home / "anping.yml").write_text(text, encoding="utf-8")
    return Workspace(home).settings()


def test_settings__least_and_defaults(tmp_path: Path) -> None:
    assert settings(tmp_path, HOME) == Settings(home_area="150626102")
    least = settings(tmp_path, HOME)
    assert (least.demo, least.cut_off_days, least.daily_at) == (False, 1, "05:00")
    assert (least.ports.dashboards, least.ports.pipeline) == (8501, 3070)


def test_settings__everything_said(tmp_path: Path) -> None:
    said = settings(
        tmp_path,
        HOME
        + 'demo: true\ndaily_at: "17:30"\ncut_off_days: 0\nkeep_snapshots: 1\n'
        + "source_retries: 0\nsource_retry_seconds: 0\nports: {dashboards: 9000}\n",
    )
    assert (said.demo, said.daily_at, said.cut_off_days) == (True, "17:30", 0)
    assert (said.ports.dashboards, said.ports.pipeline) == (9000, 3070)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "home_area"),
        ("home_area: 150626102\n", "home_area"),
        ('home_area: "15062"\n', "home_area"),
        ('home_area: "15062x"\n', "home_area"),
        (HOME + "homearea: x\n", "homearea"),
        (HOME + "demo: 5\n", "demo"),
        (HOME + "daily_at: 17:30\n", "daily_at"),
        (HOME + 'daily_at: "25:00"\n', "daily_at"),
        (HOME + "cut_off_days: -1\n", "cut_off_days"),
        (HOME + "cut_off_days: 1.5\n", "cut_off_days"),
        (HOME + "keep_snapshots: 0\n", "keep_snapshots"),
        (HOME + "source_retries: 99\n", "source_retries"),
        (HOME + "ports: {dashboards: 80}\n", "ports.dashboards"),
        (HOME + "ports: {pages: 8080}\n", "ports.pages"),
        (HOME + "ports: 8080\n", "ports"),
    ],
)
def test_settings__complaints_name_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(tmp_path, text)
    for said in (caught.value.cn, caught.value.en):
        assert str(tmp_path / "anping.yml") in said
        assert f"'{key}'" in said


def test_settings__folder_that_is_no_workspace_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Workspace(tmp_path).settings()
    for said in (caught.value.cn, caught.value.en):
        assert str(tmp_path) in said
        assert "anping init" in said


@pytest.mark.parametrize(
    ("at", "as_of"),
    [
        (datetime(2026, 11, 23, 15, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 23, 59, tzinfo=TIME_ZONE), date(2026, 11, 22)),
        (datetime(2026, 11, 24, 0, 0, tzinfo=TIME_ZONE), date(2026, 11, 23)),
        (datetime(2027, 1, 1, 5, 0, tzinfo=TIME_ZONE), date(2026, 12, 31)),
    ],
)
def test_cut_off__is_yesterday_in_shanghai(at: datetime, as_of: date) -> None:
    assert cut_off(Settings(home_area="150626102"), at) == as_of


@pytest.mark.parametrize(("days", "as_of"), [(0, 23), (1, 22), (22, 1)])
def test_cut_off__as_many_days_back_as_set(days: int, as_of: int) -> None:
    at = datetime(2026, 11, 23, 5, 0, tzinfo=TIME_ZONE)
    settings = Settings(home_area="150626102", cut_off_days=days)
    assert cut_off(settings, at) == date(2026, 11, as_of)


def test_now__is_aware_of_its_zone() -> None:
    assert now().utcoffset() == timedelta(hours=8)


def test_workspace__from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "office"))
    assert Workspace.from_environment().home == tmp_path / "office"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(HOME_VARIABLE, "~/mine")
    assert Workspace.from_environment().home == tmp_path / "mine"
    monkeypatch.delenv(HOME_VARIABLE)
    assert Workspace.from_environment().home == tmp_path / "anping"


def test_workspace__looking_at_it_makes_nothing(tmp_path: Path) -> None:
    Workspace(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
