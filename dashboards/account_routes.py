"""Forms of local accounts: sign in, sign out, a new password; and a screen's key.

Answers are redirects, and the session is a cookie that no script can read. A form sent from
another site is refused.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboards import door, workspace
from data_contracts.access import Role
from data_contracts.accounts import Accounts, PasswordError, SignInError, Way

SIGN_IN, SIGN_OUT, PASSWORD, SCREEN = (
    f"/account/{name}" for name in ("sign-in", "sign-out", "password", "screen")
)
WALL = "/?mode=wall"
REFUSED = "refused"
"""The parameter that tells the page why it shows the form again."""
MOST_BYTES = 4096
SCREEN_LASTS = timedelta(days=400)
"""As long as browsers keep a cookie."""


def routes() -> list[Route]:
    """What the server answers beside Streamlit's own."""
    return [
        Route(SIGN_IN, _sign_in, methods=["POST"]),
        Route(SIGN_OUT, _sign_out, methods=["POST"]),
        Route(PASSWORD, _change_password, methods=["POST"]),
        Route(SCREEN, _screen, methods=["GET"]),
    ]


async def _sign_in(request: Request) -> Response:
    form = await _form(request)
    policy = workspace.access().sign_in
    if form is None or policy is None or not policy.local:
        return _forbidden()
    account, password = str(form.get("account", "")), str(form.get("password", ""))
    known = workspace.access().account(account)
    try:
        secret = await run_in_threadpool(
            Accounts(workspace.home()).sign_in,
            *(account, password, door.now(), timedelta(hours=policy.session_hours)),
        )
    except SignInError as error:
        what = "locked_out" if error.is_locked else "sign_in_refused"
        door.record({"what": what, "way": Way.LOCAL}, account if known else "unknown")
        return _back(form, "sign-in")
    door.record({"what": "sign_in", "way": Way.LOCAL}, account)
    return _keeping(_back(form), request, secret)


async def _sign_out(request: Request) -> Response:
    form = await _form(request)
    if form is None:
        return _forbidden()
    accounts, secret = Accounts(workspace.home()), request.cookies.get(door.COOKIE, "")
    if session := accounts.session(secret, door.now()):
        door.record({"what": "sign_out"}, session.account)
        accounts.end(secret)
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(door.COOKIE)
    return answer


async def _change_password(request: Request) -> Response:
    form, accounts = await _form(request), Accounts(workspace.home())
    session = accounts.session(request.cookies.get(door.COOKIE, ""), door.now())
    policy = workspace.access().sign_in
    if form is None or session is None or session.way is not Way.LOCAL or policy is None:
        return _forbidden()
    old, new = str(form.get("password", "")), str(form.get("new", ""))
    if new != str(form.get("again", "")):
        return _back(form, "again")
    lasts = timedelta(hours=policy.session_hours)
    try:
        await run_in_threadpool(accounts.change_password, session.account, old, new, door.now())
        secret = await run_in_threadpool(accounts.sign_in, session.account, new, door.now(), lasts)
    except SignInError:
        door.record({"what": "password_refused"}, session.account)
        return _back(form, "sign-in")
    except PasswordError:
        return _back(form, "password")
    door.record({"what": "password_changed"}, session.account)
    return _keeping(_back(form), request, secret)


async def _screen(request: Request) -> Response:
    key = request.query_params.get("key", "")
    found = Accounts(workspace.home()).become_screen(key, door.now(), SCREEN_LASTS)
    if found is None:
        return _forbidden()
    name, secret = found
    known = workspace.access().account(name)
    if known is None or known.rights.role is not Role.SCREEN:
        return _forbidden()
    door.record({"what": "sign_in", "way": Way.SCREEN}, name)
    return _keeping(RedirectResponse(WALL, 303), request, secret, SCREEN_LASTS)


async def _form(request: Request) -> FormData | None:
    """The form sent by a page of ours; None of any other."""
    origin, length = request.headers.get("origin", ""), request.headers.get("content-length", "")
    if urlsplit(origin).netloc != request.headers.get("host"):
        return None
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return None
    return await request.form()


def _back(form: FormData, refused: str = "") -> RedirectResponse:
    """To the page that the form stood on, which shows it again where something was refused."""
    parts = urlsplit(str(form.get("next", "")))
    path = "/" + parts.path.lstrip("/\\")
    kept = [one for one in parts.query.split("&") if one and not one.startswith(f"{REFUSED}=")]
    query = "&".join([*kept, *([f"{REFUSED}={refused}"] if refused else [])])
    return RedirectResponse(f"{path}?{query}" if query else path, 303)


def _keeping(
    answer: RedirectResponse, request: Request, secret: str, lasts: timedelta | None = None
) -> RedirectResponse:
    answer.set_cookie(
        door.COOKIE,
        secret,
        max_age=int(lasts.total_seconds()) if lasts else None,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def _forbidden() -> Response:
    return PlainTextResponse("不允许 Not allowed", 403)
