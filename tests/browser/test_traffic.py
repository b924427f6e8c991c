"""Nobody's name or number goes over the wire, into a log or into the audit log as pages are used.

The demo's source files hold them; every page is opened, with exact figures granted, and what
the server sends is read: answers, and messages of the socket.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, WebSocket

from dagster_project.demo.expected import planted_strings
from dagster_project.demo.wording import MATTERS
from data_contracts import audit
from tests.browser.conftest import Site, serving
from tests.browser.test_pages import PAGES
from tests.integration.scanner import Scanner
from tests.integration.workspaces import Demo

LEAST_BYTES = 1_000_000


@pytest.fixture(scope="module")
def scanner(demo_town: Demo) -> Scanner:
    persons = planted_strings(demo_town.world)
    assert len(persons) > 300
    return Scanner(persons | {part for matter in MATTERS for part in matter.splitlines()})


@pytest.fixture(scope="module")
def town(demo_town: Demo) -> Iterator[Site]:
    with serving(demo_town.workspace.home) as site:
        yield site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    found = browser.new_page(viewport={"width": 1440, "height": 900})
    yield found
    found.close()


def test_traffic__holds_no_personal_data(
    town: Site, page: Page, scanner: Scanner, demo_town: Demo
) -> None:
    received: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda frame: received.append(frame if isinstance(frame, bytes) else frame.encode()),
        )

    def keep(answer: Response) -> None:
        if "json" in answer.headers.get("content-type", ""):
            received.append(answer.body())

    page.on("websocket", listen)
    page.on("response", keep)
    for name in PAGES:
        town.open(page, name)
    sent = b"".join(received).decode("utf-8", "replace")
    assert len(sent) > LEAST_BYTES
    assert "图克镇" in sent
    assert scanner.in_text(sent) == set()
    assert scanner.in_text(town.log.read_text("utf-8", "replace")) == set()
    log = (demo_town.workspace.home / audit.FILE).read_text("utf-8")
    assert '"what": "pages"' in log
    assert scanner.in_text(log) == set()
