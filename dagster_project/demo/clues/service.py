"""The sector platform's service: transfers of clues as JSON, page by page, on this machine only.

    GET /api/transfers?page=1&size=100&since=2026-01-01T00:00:00

`since` leaves out what was last changed before it. A wrong key is answered with 401.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from dagster_project.demo.clues.transfers import FIELDS, NAME, items
from dagster_project.demo.records import World

ADDRESS: Final = "127.0.0.1"
ITEMS: Final = "演示数据_行业线索移送.json"
LARGEST_PAGE: Final = 500


def items_bytes(world: World) -> bytes:
    """All that the service knows, as JSON."""
    return json.dumps(list(items(world)), ensure_ascii=False, indent=0).encode()


@contextmanager
def running(folder: Path, key: str) -> Iterator[int]:
    """The service of what lies in `folder`, on a free port of this machine: its port."""
    known = json.loads((folder / ITEMS).read_bytes())
    with ThreadingHTTPServer((ADDRESS, 0), _answering(known, key)) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def page_of(known: list[dict[str, Any]], query: dict[str, list[str]]) -> dict[str, Any]:
    """One page of what was changed since a moment.

    Raises:
        ValueError: page or size is no positive whole number.
    """
    page, size = (
        int(query.get(name, [usual])[0]) for name, usual in (("page", "1"), ("size", "100"))
    )
    if page < 1 or not 1 <= size <= LARGEST_PAGE:
        raise ValueError("page and size are positive, and size is at most 500")
    since = query.get("since", [""])[0]
    asked = [item for item in known if item[FIELDS["updated_at"]] >= since]
    return {
        "code": 0,
        "message": "ok",
        "data": {
            "page": page,
            "pages": -(-len(asked) // size),
            "total": len(asked),
            "records": asked[(page - 1) * size : page * size],
        },
    }


def _answering(known: list[dict[str, Any]], key: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if self.headers.get("X-Api-Key") != key:
                self._answer(401, {"code": 401, "message": "unauthorised"})
            elif asked.path != NAME:
                self._answer(404, {"code": 404, "message": "not found"})
            else:
                try:
                    self._answer(200, page_of(known, parse_qs(asked.query)))
                except ValueError as error:
                    self._answer(400, {"code": 400, "message": str(error)})

        def log_message(self, *_: Any) -> None:
            """Nothing is written to the terminal."""

        def _answer(self, status: int, said: dict[str, Any]) -> None:
            content = json.dumps(said, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler
