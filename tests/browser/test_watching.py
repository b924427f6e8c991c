"""What watches the pages of the other tests: it sees a request that goes anywhere else."""

from playwright.sync_api import Page

from tests.browser.conftest import Site, free_port

ASK = "address => fetch(address, {mode: 'no-cors'}).then(() => 'answered', () => 'nobody')"


def test_watch__tells_of_a_request_to_another_server(site: Site, tab: Page) -> None:
    elsewhere = f"http://127.0.0.1:{free_port()}/"
    site.watch(tab)
    site.open(tab)
    assert site.outside == []
    assert tab.evaluate(ASK, elsewhere) == "nobody"
    assert site.outside == [elsewhere]
    site.outside.clear()
    assert tab.evaluate(ASK, f"{site.address}/_stcore/health") == "answered"
    assert site.outside == []
