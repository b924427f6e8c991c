"""Pictures of every page over a published workspace, for docs/screens: `make screens`."""

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from dagster_project.settings import Workspace
from tests.browser.conftest import PATIENCE, ROOT, Site, serving
from tests.browser.test_pages import PAGES, SIZES
from tests.conftest import ARGUMENTS, BROWSERS

FOLDER = ROOT / "docs" / "screens"
COLOURS = 128
"""Enough for pages of few colours, and a third of the bytes."""
SLIDE_SECONDS = 6


def main() -> None:
    """Remakes all of them."""
    workspace = Workspace.from_environment()
    if not (workspace.published / "current.json").exists():
        sys.exit(f"{workspace.home}: nothing is published; run 'make demo' first")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with serving(workspace.home) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        for size in ("desk", "phone"):
            for name in PAGES:
                _page(browser, site, name, size)
        _wall(browser, site)
        browser.close()


def _page(browser: Browser, site: Site, name: str, size: str) -> None:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    site.open(page, name)
    page.wait_for_timeout(500)
    _keep(page.screenshot(), f"{name or 'overview'}-{size}")
    page.close()


def _wall(browser: Browser, site: Site) -> None:
    width, height = SIZES["wall"]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{site.address}/?mode=wall&seconds={SLIDE_SECONDS}")
    page.wait_for_selector(".ap-beat", timeout=PATIENCE)
    for number in range(page.locator(".ap-beat span").count()):
        page.wait_for_selector(f'.ap-beat[data-beat="{number}"]', timeout=PATIENCE)
        page.wait_for_timeout(1500)
        _keep(page.screenshot(), f"wall-{number + 1}")
    page.close()


def _keep(picture: bytes, name: str) -> None:
    path: Path = FOLDER / f"{name}.png"
    path.write_bytes(picture)
    with Image.open(path) as image:
        image.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(path.relative_to(ROOT), flush=True)


if __name__ == "__main__":
    main()
