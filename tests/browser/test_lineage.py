"""dbt's own pages in one file, as a browser shows them: nothing is asked of another host."""

from pathlib import Path
from tempfile import gettempdir

import pytest
from playwright.sync_api import Browser, expect

from dagster_project import lineage


@pytest.fixture(scope="module")
def page_file(ground: Path) -> Path:
    path = ground / "lineage.html"
    lineage.write(path)
    return path


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("#!/model/model.anping.mart_indicator_value", "每行一个指标在一个对象、一个期间的数值"),
        ("#!/metric/metric.anping.sup02", "督导反馈问题按期整改率"),
        ("#!/exposure/exposure.anping.page_overview", "总览 Overview"),
        ("#!/source/source.anping.raw.supervision_finding", "来源系统最后修改该行的时间"),
        ("#!/overview", "安评的模型"),
    ],
)
def test_lineage__opens_from_the_disk_and_asks_nobody(
    browser: Browser, page_file: Path, address: str, shown: str
) -> None:
    context = browser.new_context()
    asked: list[str] = []
    errors: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(page_file.as_uri() + address)
    expect(page.get_by_text(shown).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []


def test_lineage__does_not_say_where_it_was_made(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    for folder in (Path(__file__).parents[2], Path(gettempdir()) / "anping-lineage"):
        assert str(folder) not in text
