"""No unit test talks to anything but this machine."""

import ipaddress
import socket
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting to any address but loopback, or asking for the address of a name, fails."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    look_up = socket.getaddrinfo

    def refuse_outside(self: socket.socket, address: Any) -> None:
        if self.family is not socket.AF_UNIX and not _is_loopback(address[0]):
            raise AssertionError(f"a unit test connects to {address[0]}")

    def guarded(self: socket.socket, address: Any) -> None:
        refuse_outside(self, address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        refuse_outside(self, address)
        return connect_ex(self, address)

    def known_here(host: Any, *rest: Any, **options: Any) -> Any:
        if host is not None and not _is_loopback(host):
            raise AssertionError(f"a unit test asks for the address of {host!r}")
        return look_up(host, *rest, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    monkeypatch.setattr(socket, "getaddrinfo", known_here)


def _is_loopback(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
