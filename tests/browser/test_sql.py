"""An analyst at work: from a statement to an answer, files, a chart, and back another day."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_accessibility import RULES
from tests.browser.test_pages import ALLOWED, SIZES, SPILT, english

ENDLESS = "SELECT count(*) FROM range(1000000000) AS a, range(1000000) AS b"
HOSTILE = (
    "SELECT '<script>document.title = \"taken\"</script>' AS a,"
    " '=cmd|''/c calc''!A1' AS b, '<img src=x onerror=\"document.title = ''taken''\">' AS c,"
    " '@SUM(1)' AS d, 1 AS n"
)
FORMATS = {"CSV", "XLSX", "JSON", "PARQUET"}


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, tab: Page, site: Site) -> Page:
    width, height = SIZES[request.param]
    tab.set_viewport_size({"width": width, "height": height})
    site.watch(tab)
    site.open(tab, "sql")
    return tab


def desk_only(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.parametrize("page", ["desk"], indirect=True)(test)


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="查询语句")


def result(page: Page) -> Locator:
    return page.locator(".st-key-box-sql-result")


def run(page: Page, statement: str) -> None:
    editor(page).fill(statement)
    page.get_by_role("button", name="运行").click()


def test_answer__comes_by_the_keyboard_with_a_chart_and_no_barrier(page: Page, site: Site) -> None:
    editor(page).fill("SELECT name, length(name) AS size FROM dim_area WHERE level = 'town'")
    editor(page).press("Control+Enter")
    expect(result(page)).to_contain_text("共6行")
    expect(result(page).locator("tbody tr")).to_have_count(6)
    expect(page.locator(".st-key-box-sql-chart .js-plotly-plot .xtick").first).to_be_visible()
    assert english(page) <= ALLOWED | FORMATS | {"name", "size"}
    assert page.evaluate(SPILT) == []
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), "the page scrolls sideways"
    found = Axe().run(page, options={"runOnly": RULES}).response
    assert {one["id"]: one["nodes"][0]["html"] for one in found["violations"]} == {}
    assert site.outside == []
    assert site.complaints == []


def test_result__of_many_columns_is_pushed_in_its_own_frame(page: Page) -> None:
    run(page, "SELECT * FROM dim_indicator ORDER BY indicator_id")
    expect(result(page)).to_contain_text("共48行")
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), "the page scrolls sideways"
    found = Axe().run(page, options={"runOnly": RULES}).response
    assert {one["id"]: one["nodes"][0]["html"] for one in found["violations"]} == {}


def test_error__is_said_in_words_with_the_place(page: Page) -> None:
    run(page, "SELECT nam FROM dim_area")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("没有这一列")
    expect(alert.locator("pre")).to_contain_text('"name"')
    expect(editor(page)).to_have_value("SELECT nam FROM dim_area")
    run(page, "SELEC nam FROM dim_area")
    expect(alert).to_contain_text("写法有误")
    expect(alert.locator("pre")).to_contain_text("^")
    assert page.evaluate(SPILT) == []


def test_long_statement__runs_beside_the_page_and_is_cancelled(page: Page) -> None:
    run(page, ENDLESS)
    waiting = page.locator(".st-key-running")
    expect(waiting).to_contain_text(re.compile(r"正在运行，已[1-9]\d*秒"))
    page.locator(".st-key-choice-beside").get_by_role("radio", name="历史").click()
    expect(page.locator(".st-key-box-sql-beside")).to_contain_text(
        re.compile("还没有查询过|放回编辑框")
    )
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("alert")).to_contain_text("已取消")
    expect(waiting).to_have_count(0)
    expect(page.locator(".st-key-box-sql-beside")).to_contain_text("已取消")
    expect(editor(page)).to_have_value(ENDLESS)


@desk_only
def test_export__gives_five_formats_that_say_the_same(page: Page, site: Site) -> None:
    run(page, "SELECT name, population FROM dim_area WHERE level = 'town' ORDER BY name")
    expect(result(page)).to_contain_text("共6行")
    shown = [
        [cell.inner_text() for cell in row.locator("th, td").all()]
        for row in result(page).locator("tbody tr").all()
    ]
    files = {}
    for name in ("CSV", "XLSX", "JSON", "PARQUET", "文本表"):
        with page.expect_download() as started:
            page.get_by_role("button", name=re.compile(f"^导出 ?{name}$")).click()
        assert re.fullmatch(r"查询_[\d-]+\.\w+", started.value.suggested_filename)
        files[name] = started.value.path().read_bytes()
    frames = {
        "CSV": pl.read_csv(files["CSV"]),
        "XLSX": pl.read_excel(BytesIO(files["XLSX"])),
        "JSON": pl.read_json(files["JSON"]),
        "PARQUET": pl.read_parquet(BytesIO(files["PARQUET"])),
    }
    for frame in frames.values():
        assert frame.columns == ["name", "population", "snapshot"]
        assert all(str(cell).endswith("演示数据") for cell in frame["snapshot"])
        assert [
            [name, "" if number is None else str(number)]
            for name, number in frame.drop("snapshot").rows()
        ] == shown
    text = files["文本表"].decode()
    assert all(row[0] in text for row in shown)
    log = Path(site.log.parent / "logs" / "access.jsonl").read_text("utf-8").splitlines()
    forms = [json.loads(line).get("form") for line in log]
    assert {"csv", "xlsx", "json", "parquet", "table"} <= set(forms)


@desk_only
def test_result__is_inert_on_the_page_and_in_files(page: Page, site: Site) -> None:
    run(page, HOSTILE)
    expect(result(page)).to_contain_text("<script>")
    expect(result(page)).to_contain_text("=cmd|")
    expect(page.locator(".st-key-box-sql-chart .js-plotly-plot .xtick").first).to_be_visible()
    assert page.title() == "查询 · 安评"
    assert page.locator(".stMain script", has_text="taken").count() == 0
    assert page.locator("img[src=x]").count() == 0
    files = {}
    for name in ("CSV", "XLSX"):
        with page.expect_download() as started:
            page.get_by_role("button", name=f"导出 {name}").click()
        files[name] = started.value.path().read_bytes()
    for frame in (pl.read_csv(files["CSV"]), pl.read_excel(BytesIO(files["XLSX"]))):
        assert frame["b"].to_list() == ["'=cmd|'/c calc'!A1"]
        assert frame["d"].to_list() == ["'@SUM(1)"]
        assert str(frame["a"][0]).startswith("<script>")
    assert site.outside == []


@desk_only
def test_names__of_columns_that_are_cells_are_inert(page: Page, site: Site) -> None:
    """A pivot makes names of columns from cells; labels of buttons read Markdown."""
    run(page, 'SELECT 1 AS "![x](http://evil.example/x.png)", 2 AS ":red[b]", 3 AS "`c` <b>d</b>"')
    chart = page.locator(".st-key-box-sql-chart")
    expect(chart.locator(".js-plotly-plot .xtick").first).to_be_visible()
    expect(chart).to_contain_text(":red[b]")
    expect(chart).to_contain_text("`c` <b>d</b>")
    assert chart.locator("img").count() == 0
    assert site.outside == []


@desk_only
def test_chart__is_drawn_as_it_is_chosen(page: Page) -> None:
    run(page, "SELECT name, length(name) AS size, 2 * length(name) AS twice FROM dim_area")
    chart = page.locator(".st-key-box-sql-chart")
    expect(chart.locator(".js-plotly-plot .bars .point").first).to_be_visible()
    chart.get_by_role("radio", name="折线图").click()
    expect(chart.locator(".js-plotly-plot .scatterlayer .lines").first).to_be_attached()
    chart.get_by_role("button", name="twice").click()
    expect(chart.locator(".js-plotly-plot .legendtext")).to_have_text(["size", "twice"])
    assert english(page) <= ALLOWED | FORMATS | {"name", "size", "twice"}


@desk_only
def test_print__has_every_listed_row_and_no_control(page: Page) -> None:
    run(page, "SELECT i AS number FROM range(150) AS r (i)")
    expect(result(page)).to_contain_text("共150行")
    page.emulate_media(media="print")
    expect(page.locator(".st-key-box-sql-beside")).to_be_hidden()
    expect(page.get_by_role("button", name="运行")).to_be_hidden()
    expect(page.get_by_role("button", name="导出 CSV")).to_be_hidden()
    frame = page.locator(".ap-scrolled").first
    assert frame.evaluate("e => e.scrollHeight <= e.clientHeight + 1"), "rows are cut off"


@desk_only
def test_saved__is_there_in_a_new_session_and_put_back(
    page: Page, browser: Browser, site: Site
) -> None:
    run(page, "SELECT 4711 AS kept")
    expect(result(page)).to_contain_text("4711")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("textbox", name="给这条查询起个名字").fill("留着的")
    page.get_by_role("button", name="确定保存").click()
    expect(page.locator(".st-key-box-sql-editor")).to_contain_text("已保存为“留着的”")
    fresh = browser.new_context().new_page()
    site.open(fresh, "sql?beside=saved")
    expect(editor(fresh)).to_have_value("")
    box = fresh.locator(".st-key-box-sql-beside")
    expect(box).to_contain_text("留着的")
    box.get_by_role("button", name="打开").first.click()
    expect(editor(fresh)).to_have_value("SELECT 4711 AS kept")
    site.open(fresh, "sql?beside=history")
    expect(box).to_contain_text("SELECT 4711 AS kept")
    assert page.evaluate(SPILT) == []
    fresh.close()


def test_tables__are_searched_and_written_into_the_editor(page: Page) -> None:
    page.locator(".st-key-choice-beside").get_by_role("radio", name="数据表").click()
    page.get_by_role("textbox", name="搜索表、列、代码").fill("overdue")
    box = page.locator(".st-key-box-sql-beside")
    box.get_by_role("button", name="超期情况").click()
    expect(box).to_contain_text("每行一个登记簿在一个责任单位")
    assert english(page) <= ALLOWED
    assert page.evaluate(SPILT) == []
    box.get_by_role("button", name="写入查询").click()
    expect(editor(page)).to_have_value(re.compile(r"FROM mart_overdue\nLIMIT"))
    page.get_by_role("button", name="运行").click()
    expect(result(page)).to_contain_text("未办结数")
