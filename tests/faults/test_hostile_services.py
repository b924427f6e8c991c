"""Services that answer so as to harm: refused in words, with little memory, asked nowhere else."""

import json
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.faults.hostile import Looked, assert_bounded, assert_refused, look

MEGABYTE = 1024**2
MAPPING = """
contract: sector
kind: http
connection: source
path: PATH
records: items
paging: {next: next}
delivery: snapshot
columns: {sector_code: code, name_cn: cn, name_en: en}
"""
RECORD = {"code": "mineral", "cn": "矿产资源", "en": "Mineral"}
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def answering(answers: Mapping[str, Answer]) -> Iterator[tuple[int, list[str]]]:
    """The port of a service that answers so by path, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            try:
                answers[self.path.removeprefix("/api/").partition("?")[0]](self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def given(body: bytes, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A list without end, in one answer."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b'{"items": [')
    while True:
        handler.wfile.write(json.dumps(RECORD).encode() * 1000)


def endless_pages(handler: BaseHTTPRequestHandler) -> None:
    """A list without end, whose pages are all others."""
    path, _, number = handler.path.partition("?n=")
    items = [RECORD | {"cn": "a" * MEGABYTE}] * 12
    answer = {"items": items, "next": f"{path}?n={int(number or 0) + 1}"}
    given(json.dumps(answer).encode())(handler)


def redirecting(to: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def squeezed(size: int) -> bytes:
    """Blanks in front of a record, as gzip has them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)]
    return b"".join([*parts, packer.compress(b'{"items": []}'), packer.flush()])


HARMFUL: dict[str, tuple[Callable[[], Answer], str]] = {
    "body-without-end": (lambda: endless, "larger than"),
    "pages-without-end": (lambda: endless_pages, "128 MB of text"),
    "gigabyte-in-a-megabyte": (
        lambda: given(squeezed(1024 * MEGABYTE), Content_Encoding="gzip"),
        "larger than",
    ),
    "lists-within-lists": (lambda: given(b"[" * 5 * MEGABYTE), "no whole JSON"),
    "objects-within-objects": (lambda: given(b'{"a":' * 3 * MEGABYTE), "no whole JSON"),
    "empty-objects": (
        lambda: given(b'{"items": [' + b"{}," * 5 * MEGABYTE + b"{}]}"),
        "more than 2000000 rows",
    ),
    "redirect-to-another-host": (lambda: redirecting("http://example.invalid/"), "302"),
    "redirect-to-a-file": (lambda: redirecting("file:///etc/passwd"), "302"),
    "next-on-another-host": (
        lambda: given(json.dumps({"items": [RECORD], "next": "//example.invalid/a"}).encode()),
        "another host",
    ),
    "next-is-a-file": (
        lambda: given(json.dumps({"items": [RECORD], "next": "file:///etc/passwd"}).encode()),
        "another host",
    ),
}
SOUND = "sound"


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """The paths that the service was asked for."""
    return []


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory, asked: list[str]) -> Looked:
    answers = {path: make() for path, (make, _) in HARMFUL.items()}
    answers[SOUND] = given(json.dumps({"items": [RECORD]}).encode())
    with answering(answers) as (port, heard):
        settings = (
            "source_retries: 0\nconnections:\n"
            f'  source: {{kind: http, url: "http://127.0.0.1:{port}/api", tries: 1, '
            "requests_per_second: 1000, timeout_seconds: 5}\n"
        )
        mappings = [MAPPING.replace("PATH", path) for path in answers]
        found = look(tmp_path_factory.mktemp("services"), *mappings, settings=settings)
        asked += heard
    return found


def test_services__take_less_than_a_gigabyte(looked: Looked) -> None:
    assert_bounded(looked)


@pytest.mark.parametrize("path", HARMFUL)
def test_service__is_refused_in_words(looked: Looked, path: str) -> None:
    assert_refused(looked.of(path, "source"), HARMFUL[path][1])


def test_services__are_asked_for_nothing_but_their_paths(looked: Looked, asked: list[str]) -> None:
    assert {path.partition("?")[0] for path in asked} == {
        f"/api/{path}" for path in (*HARMFUL, SOUND)
    }


def test_crafted_service__is_sound_where_nothing_is_wrong_with_it(looked: Looked) -> None:
    assert "入库 1，" in looked.of(SOUND, "source")
