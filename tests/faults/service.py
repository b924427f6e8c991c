"""A hotline's service that can be taken away: tickets as JSON, from a given change on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from dagster_project.settings import Workspace

Record = dict[str, str]
COLUMNS = (
    *("ticket_id", "area_code", "unit_code", "class", "created_on", "due_on", "closed_on"),
    *("is_contacted_in_24h", "is_solved", "is_satisfied", "is_excluded", "rework_count"),
    "updated_at",
)


class Hotline:
    """Its records, and an address that stays the same while it is up or away."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
            self._port = server.server_port

    @contextmanager
    def up(self) -> Iterator[None]:
        """Answers for as long as the block lasts."""
        server = HTTPServer(("127.0.0.1", self._port), self._handler())
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def connect(self, workspace: Workspace) -> None:
        """Has `workspace` read its tickets from here, by their time of change."""
        with workspace.settings_file.open("a", encoding="utf-8") as file:
            file.write(
                "source_retries: 0\nconnections:\n"
                f'  hotline: {{kind: http, url: "http://127.0.0.1:{self._port}"}}\n'
            )
        columns = "".join(f"  {name}: {name}\n" for name in COLUMNS)
        (workspace.mappings / "hotline_service.yml").write_text(
            "contract: hotline_ticket\nkind: http\nconnection: hotline\npath: tickets\n"
            "delivery: upsert\ncursor: updated_at\ncursor_parameter: since\n"
            f"columns:\n{columns}",
            encoding="utf-8",
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        records = self.records

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = parse_qs(urlsplit(self.path).query)
                [since] = asked.get("since", [""])
                answer = json.dumps([r for r in records if r["updated_at"] >= since]).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
