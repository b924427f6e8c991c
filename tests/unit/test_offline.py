"""The guard that keeps unit tests on this machine."""

import socket

import pytest


def test_offline__an_outside_address_is_refused() -> None:
    with socket.socket() as probe, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        probe.connect(("192.0.2.1", 80))


def test_offline__a_name_is_not_looked_up() -> None:
    with pytest.raises(AssertionError, match=r"example\.org"):
        socket.create_connection(("example.org", 80), timeout=0.1)


def test_offline__loopback_is_allowed() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
