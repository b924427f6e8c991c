"""A service that hands out JSON, on a port of 127.0.0.1, and that can be told to fail."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Rows = list[dict[str, Any]]
PASSWORD_VARIABLE = "ANPING_TEST_PASSWORD"
PASSWORD = "p@ss/w:rd%1"


@dataclass
class Service:
    """A service that hands out lists of records; `faults` are answers that it gives first."""

    port: int = 0
    lists: dict[str, Rows] = field(default_factory=dict)
    faults: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0
    largest: int = 7

    @property
    def settings(self) -> str:
        secret = f"${{{PASSWORD_VARIABLE}}}"
        return (
            f'  source: {{kind: http, url: "http://127.0.0.1:{self.port}/api", '
            f'headers: {{Authorization: "Bearer {secret}"}}, requests_per_second: 1000, '
            "timeout_seconds: 1, tries: 3}\n"
        )

    def answer(self, path: str, said: dict[str, str]) -> Any:
        """A page of at most `largest` records, in whichever way it was asked for."""
        rows = self.lists[path]
        if "since" in said:
            rows = [r for r in rows if (r.get("updated_at") or "9") >= said["since"]]
        size = min(int(said.get("size", self.largest)), self.largest)
        first = int(said.get("offset", (int(said.get("page", 1)) - 1) * size))
        more = first + size < len(rows)
        link = f"/api/{path}?offset={first + size}" if more else None
        return {"data": {"total": len(rows), "items": rows[first : first + size]}, "next": link}


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """Answers requests until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            said = dict(parse_qsl(parts.query))
            service.asked.append(said)
            time.sleep(service.seconds)
            status, headers, body = 200, {}, b""
            if self.headers["Authorization"] != f"Bearer {PASSWORD}":
                status = 401
            elif service.faults:
                status, headers, body = service.faults.pop(0)
            else:
                answer = service.answer(parts.path.removeprefix("/api/"), said)
                body = json.dumps(answer, ensure_ascii=False).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", service.port), Handler)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
