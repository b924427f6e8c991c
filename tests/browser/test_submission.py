"""A form filled in, uploaded, mended and handed in, over a real workspace."""

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from dagster_project.settings import Workspace
from tests.browser.conftest import serving
from tests.browser.test_pages import ALLOWED, english
from tests.integration.form import fill, findings

NAME = "张三丰"


def upload(page: Page, form: Path) -> None:
    page.locator('[data-testid="stFileUploader"] input').set_input_files(form)


def test_form__is_checked_by_row_mended_and_handed_in(
    browser: Browser, tiny_copy: Workspace, tmp_path: Path
) -> None:
    sound = findings(30)
    faulty = [*sound[:29], [*sound[29][:2], NAME, *sound[29][3:]]]
    with serving(tiny_copy.home) as site:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        site.watch(page)
        site.open(page, "submission")
        assert english(page) <= ALLOWED
        with page.expect_download() as started:
            page.get_by_role("button", name="下载督导问题填报表").click()
        assert started.value.suggested_filename == "督导问题填报表.xlsx"
        box = page.locator(".st-key-box-upload")
        upload(page, fill(tmp_path / "督导.xlsx", faulty))
        expect(box).to_contain_text("读取30行：可入库29行，有错1行。")
        row = box.locator("tbody tr").first
        expect(row).to_contain_text("31")
        expect(row).to_contain_text("责任单位")
        expect(row).to_contain_text("请按填写说明的编码格式填写")
        assert NAME not in page.content()
        assert english(page) <= ALLOWED | {"xlsx", "KB"}
        upload(page, fill(tmp_path / "督导二.xlsx", sound))
        expect(box).to_contain_text("可入库30行，有错0行。")
        page.get_by_role("button", name="提交").click()
        expect(box).to_contain_text("已提交")
        [kept] = (tiny_copy.inbox / "填报" / "督导问题").iterdir()
        assert kept.read_bytes() == (tmp_path / "督导二.xlsx").read_bytes()
        assert site.complaints == []
        assert site.outside == []
        assert NAME not in site.log.read_text(encoding="utf-8")
        page.close()


def test_form__that_cannot_be_read_is_refused_in_words(
    browser: Browser, tiny_copy: Workspace, tmp_path: Path
) -> None:
    wrong = tmp_path / "坏.xlsx"
    wrong.write_bytes(json.dumps({"no": "workbook"}).encode())
    with serving(tiny_copy.home) as site:
        page = browser.new_page()
        site.open(page, "submission")
        upload(page, wrong)
        box = page.locator(".st-key-box-upload")
        expect(box).to_contain_text("这份文件无法读取")
        expect(page.get_by_role("button", name="提交")).to_have_count(0)
        page.close()
