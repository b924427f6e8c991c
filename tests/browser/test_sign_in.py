"""Who is let in, in a real browser against a real provider, and who is not."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, BrowserContext, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from dashboards.door import COOKIE
from dashboards.wording import BEIJING
from data_contracts import audit
from data_contracts.access import SECRET_VARIABLE
from data_contracts.accounts import TRIES, Accounts
from tests.browser.conftest import PATIENCE, Site, free_port, serving, settle
from tests.browser.provider import Claims, Provider, provider
from tests.dashboards.snapshot_fixture import build_snapshot

POLICY = """
home_area: "150626102"
access:
  sign_in:
    local: true
    address: {address}
    session_hours: 8
    oidc: {{metadata_url: "{metadata}", client_id: anping}}
  accounts:
    li: {{role: leader}}
    wang: {{role: analyst, grants: [office]}}
    admin: {{role: admin}}
    lobby: {{role: screen}}
"""
FORM, HEAD = ".ap-form", ".ap-head:not(.ap-door)"
NEW = "a longer secret 1"


def now() -> datetime:
    return datetime.now(BEIJING)


@pytest.fixture(scope="module")
def issuer() -> Iterator[Provider]:
    with provider("li", "wang", "stranger") as found:
        yield found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("guarded")
    build_snapshot(folder, now().date() - timedelta(days=1))
    return folder


@pytest.fixture(scope="module")
def guarded(home: Path, issuer: Provider) -> Iterator[Site]:
    """Pages that ask who is there."""
    port = free_port()
    text = POLICY.format(address=f"http://127.0.0.1:{port}", metadata=issuer.metadata_url)
    (home / "anping.yml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, serving_with_secret(patch, home, port) as site:
        yield site


@contextmanager
def serving_with_secret(patch: pytest.MonkeyPatch, home: Path, port: int) -> Iterator[Site]:
    patch.setenv(SECRET_VARIABLE, "known to both")
    with serving(home, port) as site:
        yield site


@pytest.fixture
def context(browser: Browser, issuer: Provider) -> Iterator[BrowserContext]:
    issuer.honest()
    found = browser.new_context(viewport={"width": 1440, "height": 900})
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def knock(page: Page, site: Site, path: str = "") -> None:
    page.goto(f"{site.address}/{path}")
    page.wait_for_selector(FORM, timeout=PATIENCE)


def sign_in(page: Page, account: str, password: str) -> None:
    page.fill("[name=account]", account)
    page.fill("[name=password]", password)
    page.click(f"{FORM} button")


def by_provider(page: Page, name: str) -> None:
    page.get_by_role("button", name="用统一身份登录").click()
    page.get_by_role("button", name=f"id-{name}", exact=True).click()


def recorded(home: Path) -> list[dict[str, Any]]:
    log = home / audit.FILE
    return [json.loads(line) for line in log.read_bytes().splitlines()] if log.exists() else []


def last(home: Path) -> dict[str, Any]:
    return recorded(home)[-1]


def menu(page: Page) -> None:
    """Opens it once the page stands; drawn again, it would close."""
    settle(page)
    page.locator(".st-key-account button").click()


def test_door__shows_nothing_but_a_form_to_whoever_is_not_signed_in(
    page: Page, guarded: Site
) -> None:
    knock(page, guarded, "ledger")
    text = page.locator("body").inner_text()
    assert "登录" in text
    assert not [word for word in ("督办台账", "快照", "20261123") if word in text]


def test_local__first_password_is_changed_and_the_page_asked_for_is_shown(
    page: Page, guarded: Site, home: Path
) -> None:
    first = Accounts(home).issue_password("wang", now())
    knock(page, guarded, "ledger?status=overdue")
    sign_in(page, "wang", first)
    page.wait_for_selector("[name=again]", timeout=PATIENCE)
    assert page.locator(HEAD).count() == 0
    page.fill("[name=password]", first)
    page.fill("[name=new]", NEW)
    page.fill("[name=again]", NEW + "x")
    page.click(f"{FORM} button")
    expect(page.locator(".ap-refused")).to_contain_text("不同")
    page.fill("[name=password]", first)
    page.fill("[name=new]", NEW)
    page.fill("[name=again]", NEW)
    page.click(f"{FORM} button")
    expect(page.locator(HEAD)).to_contain_text("督办台账")
    assert page.url.endswith("/ledger?status=overdue")
    cookie = next(one for one in page.context.cookies() if one.get("name") == COOKIE)
    assert (cookie.get("httpOnly"), cookie.get("sameSite")) == (True, "Strict")
    menu(page)
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_selector("[name=account]", timeout=PATIENCE)
    assert [one["what"] for one in recorded(home)[-3:]] == [
        *("sign_in", "password_changed", "sign_out")
    ]
    assert audit.faults(home / audit.FILE) == []


def test_local__brute_force_is_locked_out_and_recorded(
    page: Page, guarded: Site, home: Path
) -> None:
    right = Accounts(home).issue_password("admin", now())
    for _ in range(TRIES):
        knock(page, guarded)
        sign_in(page, "admin", "guess")
        page.wait_for_selector(".ap-refused", timeout=PATIENCE)
    assert (last(home)["what"], last(home)["account"]) == ("locked_out", "admin")
    sign_in(page, "admin", right)
    page.wait_for_selector(".ap-refused", timeout=PATIENCE)
    assert page.locator(HEAD).count() == 0
    assert last(home)["what"] == "sign_in_refused"


def test_local__what_is_typed_for_an_account_is_not_recorded(
    page: Page, guarded: Site, home: Path
) -> None:
    knock(page, guarded)
    sign_in(page, "张三 13900001234", "guess")
    page.wait_for_selector(".ap-refused", timeout=PATIENCE)
    assert last(home)["account"] == "unknown"
    assert "1390000" not in (home / audit.FILE).read_text("utf-8")


def test_local__a_form_sent_from_another_site_is_refused(
    context: BrowserContext, guarded: Site, home: Path
) -> None:
    first = Accounts(home).issue_password("wang", now())
    for origin in ("http://evil.example", "null"):
        answer = context.request.post(
            f"{guarded.address}/account/sign-in",
            form={"account": "wang", "password": first},
            headers={"Origin": origin},
        )
        assert answer.status == 403
    assert context.cookies() == []


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_site__a_page_of_another_site_gets_no_socket(guarded: Site, origin: str) -> None:
    address = guarded.address.replace("http", "ws", 1) + "/_stcore/stream"
    with pytest.raises(InvalidStatus) as caught, connect(address, origin=Origin(origin)):
        pass
    assert caught.value.response.status_code == 403


def test_site__a_name_that_somebody_else_points_here_is_refused_where_nobody_signs_in(
    site: Site, guarded: Site
) -> None:
    for path in ("/", "/_stcore/health"):
        named = {"Host": "evil.example"}
        assert httpx.get(f"{site.address}{path}", headers=named).status_code == 403
        assert httpx.get(f"{site.address}{path}").status_code == 200
        assert httpx.get(f"{guarded.address}{path}", headers=named).status_code == 200


def test_provider__lets_in_whom_the_policy_knows(page: Page, guarded: Site, home: Path) -> None:
    knock(page, guarded)
    by_provider(page, "li")
    page.wait_for_selector(HEAD, timeout=PATIENCE)
    expect(page.locator(".st-key-account")).to_contain_text("li")
    assert (last(home)["what"], last(home)["account"], last(home)["way"]) == (
        *("sign_in", "li", "oidc"),
    )


def test_provider__somebody_whom_the_policy_does_not_know_sees_nothing(
    page: Page, guarded: Site
) -> None:
    knock(page, guarded)
    by_provider(page, "stranger")
    expect(page.locator(".ap-instead")).to_contain_text("stranger")
    assert page.locator(HEAD).count() == 0


def of_others(claims: Claims) -> Claims:
    return claims | {"aud": ["payroll"]}


def of_others_issued_to_us(claims: Claims) -> Claims:
    return claims | {"aud": ["payroll"], "azp": "anping"}


def expired(claims: Claims) -> Claims:
    return claims | {"exp": int(time.time()) - 600}


def of_yesterday(claims: Claims) -> Claims:
    """Still good for the provider, but older than a session of ours may be."""
    return claims | {"iat": int(time.time()) - 9 * 3600}


def of_tomorrow(claims: Claims) -> Claims:
    return claims | {"iat": int(time.time()) + 24 * 3600}


def of_another_issuer(claims: Claims) -> Claims:
    return claims | {"iss": "https://evil.example"}


def of_another_sign_in(claims: Claims) -> Claims:
    return claims | {"nonce": "replayed"}


def without_nonce(claims: Claims) -> Claims:
    return {name: value for name, value in claims.items() if name != "nonce"}


def without_account(claims: Claims) -> Claims:
    return {name: value for name, value in claims.items() if name != "preferred_username"}


@pytest.mark.parametrize(
    "lie",
    [
        of_others,
        of_others_issued_to_us,
        expired,
        of_yesterday,
        of_tomorrow,
        of_another_issuer,
        of_another_sign_in,
        without_nonce,
        without_account,
    ],
)
def test_provider__a_token_that_is_not_for_us_now_lets_nobody_in(
    page: Page, guarded: Site, issuer: Provider, lie: Callable[[Claims], Claims]
) -> None:
    knock(page, guarded)
    issuer.claims = lie
    by_provider(page, "li")
    page.wait_for_url(f"{guarded.address}/**", timeout=PATIENCE)
    page.wait_for_selector(FORM, timeout=PATIENCE)
    assert len(issuer.handed_out) > 0
    assert page.locator(HEAD).count() == 0


def test_provider__a_forged_token_lets_nobody_in(
    page: Page, guarded: Site, issuer: Provider
) -> None:
    knock(page, guarded)
    issuer.key = RSAKey.generate_key(2048)
    by_provider(page, "li")
    page.wait_for_url(f"{guarded.address}/**", timeout=PATIENCE)
    page.wait_for_selector(FORM, timeout=PATIENCE)
    assert page.locator(HEAD).count() == 0


def test_provider__a_callback_is_good_once_and_for_its_own_browser(
    page: Page, guarded: Site, browser: Browser
) -> None:
    seen: list[str] = []
    back = f"{guarded.address}/oauth2callback"
    page.on("request", lambda one: seen.append(one.url) if one.url.startswith(back) else None)
    knock(page, guarded)
    by_provider(page, "li")
    page.wait_for_selector(HEAD, timeout=PATIENCE)
    other = browser.new_page()
    other.goto(seen[0])
    other.wait_for_selector(FORM, timeout=PATIENCE)
    assert other.locator(HEAD).count() == 0
    other.close()


def test_provider__a_cookie_kept_from_before_sign_out_lets_nobody_in(
    page: Page, guarded: Site, browser: Browser
) -> None:
    knock(page, guarded)
    by_provider(page, "li")
    page.wait_for_selector(HEAD, timeout=PATIENCE)
    stolen = page.context.cookies()
    menu(page)
    with page.expect_request("**/auth/logout", timeout=PATIENCE):
        page.get_by_role("button", name="退出登录").click()
    thief = browser.new_context()
    thief.add_cookies(stolen)  # type: ignore[arg-type]
    looked = thief.new_page()
    looked.goto(guarded.address)
    looked.wait_for_selector(FORM, timeout=PATIENCE)
    assert looked.locator(HEAD).count() == 0
    thief.close()


def test_session__one_that_is_revoked_ends_with_the_next_click(
    page: Page, guarded: Site, home: Path
) -> None:
    knock(page, guarded)
    by_provider(page, "li")
    page.wait_for_selector(HEAD, timeout=PATIENCE)
    Accounts(home).revoke("li", now())
    page.get_by_role("link", name="线索", exact=True).click()
    page.wait_for_selector(FORM, timeout=PATIENCE)
    assert page.locator(HEAD).count() == 0


def test_screen__shows_the_wall_and_nothing_else_until_it_is_revoked(
    page: Page, guarded: Site, home: Path, browser: Browser
) -> None:
    key = Accounts(home).enrol("lobby", now())
    page.goto(f"{guarded.address}/account/screen?key={key}")
    page.wait_for_selector(".ap-beat", timeout=PATIENCE)
    page.goto(f"{guarded.address}/ledger")
    page.wait_for_selector(".ap-beat", timeout=PATIENCE)
    assert page.locator("[class*=st-key-top-bar]").count() == 0
    other = browser.new_page()
    assert other.goto(f"{guarded.address}/account/screen?key={key}").status == 403  # type: ignore[union-attr]
    other.close()
    Accounts(home).revoke("lobby", now())
    page.goto(f"{guarded.address}/?mode=wall&seconds=3")
    page.wait_for_selector(FORM, timeout=PATIENCE)
