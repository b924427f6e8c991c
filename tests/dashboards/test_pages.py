"""All pages in every state of the data, drawn without a browser."""

import json
import re
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import view
from tests.dashboards.conftest import TODAY, OpenApp, shown
from tests.dashboards.fixture_world import BANNER, QUIET_TOWN
from tests.dashboards.snapshot_fixture import build_snapshot

PAGES = (
    *("overview", "clues", "ledger", "indicator", "trends", "compare", "satisfaction"),
    *("handbook", "data-quality", "sql", "submission"),
)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("state", ["full", "stale", "empty", "none"])
def test_page__is_drawn_without_exception(
    open_app: OpenApp, state: str, language: str, page: str
) -> None:
    app = open_app(state, page=page, lang=language)
    assert not app.exception
    assert shown(app)


@pytest.mark.parametrize("page", PAGES)
def test_page__without_a_snapshot_says_what_to_do(open_app: OpenApp, page: str) -> None:
    text = shown(open_app("none", page=page))
    assert "还没有可以查看的数据" in text
    assert "anping run" in text


@pytest.mark.parametrize("page", PAGES)
def test_page__with_old_data_warns(open_app: OpenApp, page: str) -> None:
    text = shown(open_app("stale", page=page))
    assert "数据可能过时：只到2026年11月17日，距今已6天" in text
    assert "数据截至2026年11月17日（6天前）" in text
    assert "2个登记簿过期（多少天没有新数据）：督导问题（68天）、举报线索（超过40天）" in text


@pytest.mark.parametrize("page", PAGES)
def test_page__counts_the_days_to_today_not_to_the_cut_off(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Findings end three days before the cut-off, tickets at it or before; the limit is 40 days."""
    later = YESTERDAY + timedelta(days=42)
    monkeypatch.setattr(view, "today", lambda: later)
    text = shown(open_app("full", page=page, lang="en"))
    assert "they end on 22 November 2026, 42 days ago" in text
    assert "supervision finding (44 days)" in text
    assert "hotline ticket (over 40 days)" in text


@pytest.mark.parametrize("page", PAGES)
def test_page__with_fresh_data_says_only_that_they_are_a_demonstration(
    open_app: OpenApp, page: str
) -> None:
    text = shown(open_app("full", page=page))
    assert "演示数据" in text
    assert "可能过时" not in text


def test_page__over_a_damaged_snapshot_says_so(open_app: OpenApp, tmp_path: Path) -> None:
    folder = build_snapshot(tmp_path, YESTERDAY)
    (folder / "open.duckdb").write_bytes(b"not a database")
    app = open_app("as it is")
    assert not app.exception
    assert "数据快照读取失败" in shown(app)


def test_page__over_a_damaged_pointer_says_so(open_app: OpenApp, tmp_path: Path) -> None:
    build_snapshot(tmp_path, YESTERDAY)
    (tmp_path / "published" / "current.json").write_text("{", encoding="utf-8")
    assert "数据快照读取失败" in shown(open_app("as it is"))


def test_page__without_a_workspace_says_so(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANPING_HOME")
    assert "还没有指定工作区" in shown(open_app("none"))


def test_overview__says_which_period_and_how_it_is_chosen(open_app: OpenApp) -> None:
    text = shown(open_app("full"))
    for expected in ("2026年10月", "条", "未达目标", "先看这些", "哪一期"):
        assert expected in text


def test_indicator__shows_value_interval_basis_and_definition(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="indicator", indicator="SUP02"))
    for expected in (
        "2026年10月",
        "95%区间",
        "依据督导问题",
        "第2版，自2026年7月1日起生效",
        "目标依据",
        "时间规则",
    ):
        assert expected in text


def test_overview__follows_the_address(open_app: OpenApp) -> None:
    app = open_app("full", period="quarter", scope="parent")
    text = shown(app)
    assert "2026年第三季度" in text
    assert "无定河镇" in text
    assert dict(app.query_params) == {"period": "quarter", "scope": "parent"}


def test_overview__ignores_what_the_address_cannot_mean(open_app: OpenApp) -> None:
    assert "2026年10月" in shown(open_app("full", period="fortnight"))


def test_overview__writes_choices_into_the_address(open_app: OpenApp) -> None:
    app = open_app("full")
    app.segmented_control(key="choice-period").set_value("year").run()
    assert app.query_params["period"] == "year"
    assert "2025年" in shown(app)


def test_language__is_switched_and_stays_in_the_address(open_app: OpenApp) -> None:
    app = open_app("full", period="quarter")
    app.button(key="language").click().run()
    assert app.query_params["lang"] == "en"
    assert "Q3 2026" in shown(app)
    app.button(key="language").click().run()
    assert "lang" not in app.query_params
    assert "2026年第三季度" in shown(app)


def test_indicator__of_a_banner_compares_its_towns(open_app: OpenApp, tmp_path: Path) -> None:
    build_snapshot(tmp_path, YESTERDAY, home_area=BANNER, is_demo=False)
    text = shown(open_app("as it is", page="indicator", indicator="SUP02"))
    assert "6个苏木乡镇中" in text
    assert "演示数据" not in text


def test_overview__lists_every_indicator_under_its_mechanism(open_app: OpenApp) -> None:
    text = shown(open_app("full"))
    assert len(set(re.findall(r'href="indicator\?[^"]*indicator=([A-Z]{3}\d\d)"', text))) == 20
    for mechanism in ("源头治理", "举报奖励", "督导督办", "考核评价"):
        assert f">{mechanism}</h2>" in text


def test_overview__first_says_what_is_off_target_and_what_is_overdue(open_app: OpenApp) -> None:
    text = shown(open_app("full"))
    assert text.index("先看这些") < text.index("超期未办结") < text.index("举报奖励</h2>")
    first = text[text.index("先看这些") : text.index("超期未办结")]
    for monitored in ("查实率", "线索成案转化率", "三书一函制发数"):
        assert monitored not in first


def test_indicator__count_has_parts_and_no_interval(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="indicator", indicator="RPT01"))
    for part in ("举报数", "转办数", "办结数", "成案数", "不设目标", "仅作监测"):
        assert part in text
    assert "95%区间" not in text.replace("95%置信区间", "")
    letters = shown(open_app("as it is", page="indicator", indicator="SRC07"))
    for part in ("监察建议书", "司法建议书", "检察建议书", "公安提示函"):
        assert part in letters


def test_indicator__survey_says_that_its_wave_is_doubtful(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="indicator", indicator="EVA01", period="month"))
    assert "质量存疑" in text
    assert "该批次调查应答率过低" in text
    assert "2026年上半年" in text
    assert "乌审召镇的数值由上级下发" in text


def test_indicator__survey_says_what_is_withheld_and_what_is_to_be_reviewed(
    open_app: OpenApp,
) -> None:
    text = shown(open_app("full", page="indicator", indicator="EVA01"))
    assert "不发布1个" in text
    assert "苏力德苏木需复核：自由度不足8。" in text


def test_indicator__withheld_figure_has_a_reason_and_no_value(
    open_app: OpenApp, tmp_path: Path
) -> None:
    build_snapshot(tmp_path, YESTERDAY, home_area=QUIET_TOWN)
    text = shown(open_app("as it is", page="indicator", indicator="EVA02"))
    card = text[text.index("ap-when") :]
    assert "－" in card[: card.index("ap-fact")]
    assert "不发布的原因：区间宽度不小于30个百分点" in card
    assert "interval_too_wide" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("indicator", ["EVA01", "EVA06", "EVA07"])
def test_indicator__names_the_method_of_its_interval(
    open_app: OpenApp, indicator: str, language: str
) -> None:
    text = shown(open_app("full", page="indicator", indicator=indicator, lang=language))
    assert ("Interval method" if language == "en" else "区间方法") in text
    assert "@1" not in text


def test_indicator__follow_up_is_waited_for(open_app: OpenApp) -> None:
    """180 days after the end of March are over in November, after the end of June not yet."""
    text = shown(open_app("full", page="indicator", indicator="RPT07", period="quarter"))
    assert "2026年第一季度" in text
    assert "2026年第三季度为" not in text


def test_app__picks_up_a_new_snapshot_at_the_next_rerun(open_app: OpenApp, tmp_path: Path) -> None:
    app = open_app("full")
    assert "20261123-20e6bda6" in shown(app)
    build_snapshot(tmp_path, YESTERDAY, snapshot_id="20261123-77aa01bc")
    assert "20261123-77aa01bc" in shown(app.run())


def test_data_quality__calls_registers_and_columns_by_their_names(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="data-quality"))
    for expected in ("12345热线工单", "督导问题", "承办单位", "办结日期早于受理日期", "扫黑办"):
        assert expected in text
    for machine in ("hotline_ticket", "supervision_finding", "unit_code", "closed_before"):
        assert machine not in text


def test_plots__have_a_text_in_their_place(open_app: OpenApp) -> None:
    app: AppTest = open_app("full", page="indicator")
    plots = app.get("plotly_chart")
    assert len(plots) == 2
    for plot in plots:
        assert json.loads(plot.proto.spec)["data"]
        assert plot.proto.alt


def test_page__over_a_snapshot_of_an_older_layout_says_so(
    open_app: OpenApp, tmp_path: Path
) -> None:
    folder = build_snapshot(tmp_path, YESTERDAY)
    with duckdb.connect(str(folder / "open.duckdb")) as older:
        older.execute("alter table mart_indicator_value drop column settled_on")
    app = open_app("as it is")
    assert not app.exception
    assert "数据快照读取失败" in shown(app)


NOTE = "涉及个人的数据按月发布，过小的数不显示"


def test_overview__shows_another_period_in_place_of_what_is_not_shown(open_app: OpenApp) -> None:
    text = shown(open_app("full"))
    assert "2026年10月待发布：未到发布期" in text
    assert "不发布：数量过小或可推算出过小数量" in text
    assert "举报线索、12345热线工单、线索移送的超期情况只在内部出口列出。" in text
    assert text.count(NOTE) == 1
    assert not re.findall("small_count|not_released|None|nan", text)
    for register in ("12345热线工单", "举报线索"):
        assert f"<span>{register}</span>" not in text


def test_indicator__says_why_a_value_is_blank_and_keeps_its_base(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="indicator", indicator="RPT07", period="quarter"))
    card = text[text.index("ap-when") :]
    assert "不发布的原因：数量过小或可推算出过小数量" in card
    assert "本级可在内部出口查看" in card
    assert re.search("依据举报线索[0-9]+条", card)
    assert re.search("有[0-9]+期不显示：", text)
    assert NOTE in text
    assert NOTE not in shown(open_app("as it is", page="indicator", indicator="SUP02"))


def test_indicator__part_of_a_count_that_is_not_shown_says_so(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="indicator", indicator="RPT01"))
    assert re.search("成案数</dt><dd>－</dd><dd>不对外显示", text)


def test_data_quality__has_no_counts_of_registers_about_persons(open_app: OpenApp) -> None:
    text = shown(open_app("stale", page="data-quality"))
    assert "举报线索：超过40天没有新数据" in text
    assert "涉及个人，行数和最新业务日期不对外显示" in text
    assert "不计涉及个人的登记簿，读取" in text
    assert "None" not in text
