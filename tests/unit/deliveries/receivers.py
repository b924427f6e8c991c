"""Receivers on this machine: a service that can be told to fail, and an SFTP server."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import paramiko

PASSWORD_VARIABLE = "ANPING_TEST_RECEIVER"
PASSWORD = "p@ss/w:rd%1"
HANG_UP = -1
"""A fault: it takes the package and never answers."""


@dataclass
class Service:
    """Takes packages by key; `faults` are how it answers first, with the headers it adds."""

    port: int = 0
    faults: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    taken: dict[str, bytes] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/scorecards"


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """Takes packages until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            key = self.headers["Idempotency-Key"]
            service.keys.append(key)
            status, headers = service.faults.pop(0) if service.faults else (201, {})
            if self.headers["Authorization"] != f"Bearer {PASSWORD}":
                status = 401
            if status in (201, HANG_UP):
                service.taken.setdefault(key, content)
            if status == HANG_UP:
                self.connection.recv(1)  # Until the other side has had enough.
                self.close_connection = True
                return
            answer = "收讫 0017".encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

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
        thread.join()
        server.server_close()


class Login(paramiko.ServerInterface):
    """Lets in the user `anping` with the password, or with one key."""

    def __init__(self, key: paramiko.PKey | None) -> None:
        self._key = key

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"

    def check_auth_password(self, username: str, password: str) -> int:
        is_right = (username, password) == ("anping", PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if is_right else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        is_right = username == "anping" and key == self._key
        return paramiko.AUTH_SUCCESSFUL if is_right else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class Handle(paramiko.SFTPHandle):
    """An open file; `failing` is what comes of writing to it."""

    def __init__(self, path: Path, flags: int, failing: int | None) -> None:
        super().__init__(flags)
        self.failing = failing
        mode = "wb" if flags & os.O_WRONLY else "rb"
        self.readfile = self.writefile = path.open(mode)

    def write(self, offset: int, data: bytes) -> int:
        done: int = self.failing or super().write(offset, data)
        return done


class Files(paramiko.SFTPServerInterface):
    """The files below a folder."""

    def __init__(self, server: paramiko.ServerInterface, root: Path, failing: int | None) -> None:
        super().__init__(server)
        self._root, self._failing = root, failing

    def _at(self, path: str) -> Path:
        return self._root / path.lstrip("/")

    def list_folder(self, path: str) -> Any:
        there = self._at(path).iterdir()
        return [paramiko.SFTPAttributes.from_stat(p.stat(), p.name) for p in there]

    def stat(self, path: str) -> Any:
        place = self._at(path)
        if not place.exists():
            return paramiko.SFTP_NO_SUCH_FILE
        return paramiko.SFTPAttributes.from_stat(place.stat())

    lstat = stat

    def open(self, path: str, flags: int, attr: paramiko.SFTPAttributes) -> Any:
        is_writing = flags & os.O_WRONLY
        if is_writing and self._failing == paramiko.SFTP_PERMISSION_DENIED:
            return self._failing
        return Handle(self._at(path), flags, self._failing if is_writing else None)

    def rename(self, oldpath: str, newpath: str) -> int:
        self._at(oldpath).rename(self._at(newpath))
        return paramiko.SFTP_OK


@dataclass
class Sftp:
    """An SFTP server for `root`; `failing` is the status with which it refuses to write."""

    root: Path
    failing: int | None = None
    login: paramiko.PKey | None = None
    key: paramiko.PKey = field(default_factory=lambda: paramiko.ECDSAKey.generate())
    port: int = 0

    @property
    def url(self) -> str:
        return f"sftp://anping:${{{PASSWORD_VARIABLE}}}@127.0.0.1:{self.port}/in"


@contextmanager
def receiving(server: Sftp) -> Iterator[Sftp]:
    """Lets clients in until the block ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server.port = listener.getsockname()[1]
        transports: list[paramiko.Transport] = []
        thread = threading.Thread(target=_accept, args=(server, listener, transports))
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for transport in transports:
                transport.close()


def _accept(server: Sftp, listener: socket.socket, transports: list[paramiko.Transport]) -> None:
    with suppress(OSError):
        while True:
            transport = paramiko.Transport(listener.accept()[0])
            transports.append(transport)
            transport.add_server_key(server.key)
            transport.set_subsystem_handler(
                "sftp", paramiko.SFTPServer, Files, server.root, server.failing
            )
            with suppress(paramiko.SSHException, EOFError):
                transport.start_server(server=Login(server.login))
