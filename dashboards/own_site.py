"""Lets nobody speak to the server but pages that came from it, by the name that is its own.

A page of another site is refused, and so, where nobody has to sign in, is a name that somebody
else may point at this machine. Streamlit would take both, and ask the internet for its address
before it refused the first.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from dashboards import workspace
from data_contracts.complaint import Complaint

HERE = ("127.0.0.1", "localhost", "::1")
POLICY_VIOLATION = 1008


class OwnSite:
    """Stands before all that the server answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or one socket."""
        if scope["type"] in ("http", "websocket") and not _is_ours(Headers(scope=scope)):
            refused: ASGIApp = WebSocketClose(POLICY_VIOLATION)
            if scope["type"] == "http":
                refused = PlainTextResponse("不允许 Not allowed", 403)
            await refused(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_ours(headers: Headers) -> bool:
    host, origin = headers.get("host", ""), headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return False
    return _signs_in() or urlsplit(f"//{host}").hostname in HERE


def _signs_in() -> bool:
    try:
        return workspace.access().sign_in is not None
    except Complaint:
        return False
