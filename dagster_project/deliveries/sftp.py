"""Delivery by SFTP: uploaded as .part and renamed; the receiver adds an .ack."""

import logging
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import paramiko

from dagster_project.connections import VARIABLE, filled
from dagster_project.deliveries.folder import ACK
from dagster_project.deliveries.receiver import AwayError, RefusedError, occupied, readable
from dagster_project.deliveries.recipients import SftpRecipient

PORT = 22


class SftpServer:
    """See `Receiver`."""

    def __init__(self, recipient: SftpRecipient, home: Path) -> None:
        self._recipient = recipient
        self._name = recipient.name
        url = recipient.url
        if VARIABLE.fullmatch(url):
            url = filled(url, self._name)
        # Split first: a password may hold whatever tells the parts of an address apart.
        self._parts = urlsplit(url)
        self._key_file = home / recipient.key_file if recipient.key_file else None
        # It would write what goes wrong, stack and all, beside our own words.
        logging.getLogger("paramiko").setLevel(logging.CRITICAL)

    def put(self, name: str, content: bytes, key: str) -> str | None:
        """See `Receiver`."""
        with self._opened() as server:
            if name in server.listdir():
                if _read(server, name) != content:
                    raise occupied(f"{self._name}:{name}")
            else:
                # Unpipelined, so that each write that fails says so.
                with server.open(f"{name}.part", "wb") as file:
                    file.write(content)
                server.rename(f"{name}.part", name)
            return self._receipt(server, name)

    def receipt(self, name: str) -> str | None:
        """See `Receiver`."""
        with self._opened() as server:
            return self._receipt(server, name)

    def _receipt(self, server: paramiko.SFTPClient, name: str) -> str | None:
        ack = f"{name}{ACK}"
        return readable(_read(server, ack)) if ack in server.listdir() else None

    @contextmanager
    def _opened(self) -> Iterator[paramiko.SFTPClient]:
        """The server, let in and in the right folder; whatever it says becomes a sentence."""
        try:
            with self._transport() as transport:
                server = paramiko.SFTPClient.from_transport(transport)
                assert server is not None
                server.get_channel().settimeout(self._recipient.timeout_seconds)
                self._enter(server)
                yield server
        except paramiko.AuthenticationException:
            raise RefusedError(
                f"接收方 {self._name} 不接受该用户、密码或密钥，请更正。",
                f"recipient {self._name} does not accept the user, password or key; correct them",
            ) from None
        except PermissionError:
            raise RefusedError(
                f"接收方 {self._name} 不允许写入该文件夹，请接收方更正权限。",
                f"recipient {self._name} does not allow writing there; have its rights corrected",
            ) from None
        except (paramiko.SSHException, OSError, EOFError):
            raise AwayError(
                f"接收方 {self._name} 连接不上或写入失败，请检查网络、地址和对方磁盘空间。",
                f"recipient {self._name} cannot be reached or fails to write; "
                "check the network, the address and its disk",
            ) from None

    @contextmanager
    def _transport(self) -> Iterator[paramiko.Transport]:
        host, seconds = self._parts.hostname or "", self._recipient.timeout_seconds
        with socket.create_connection((host, self._parts.port or PORT), seconds) as connected:
            transport = paramiko.Transport(connected)
            transport.banner_timeout = transport.auth_timeout = seconds
            try:
                transport.start_client(timeout=seconds)
                self._recognise(transport.get_remote_server_key())
                self._log_in(transport)
                yield transport
            finally:
                transport.close()

    def _recognise(self, key: paramiko.PKey) -> None:
        if key.fingerprint != self._recipient.host_key:
            raise RefusedError(
                f"接收方 {self._name} 的主机密钥与 'host_key' 不符，没有发送；请向对方核实。",
                f"recipient {self._name} shows another key than 'host_key', and was sent "
                "nothing; ask it why",
            )

    def _log_in(self, transport: paramiko.Transport) -> None:
        user = self._filled(self._parts.username)
        if self._key_file is None:
            transport.auth_password(user, self._filled(self._parts.password))
            return
        try:
            key = paramiko.PKey.from_path(self._key_file)
        except (OSError, ValueError, paramiko.SSHException):
            raise RefusedError(
                f"接收方 {self._name} 的 'key_file' 不能读取，请更正。",
                f"'key_file' of recipient {self._name} cannot be read; correct it",
            ) from None
        transport.auth_publickey(user, key)

    def _filled(self, part: str | None) -> str:
        return filled(unquote(part or ""), self._name)

    def _enter(self, server: paramiko.SFTPClient) -> None:
        folder = self._filled(self._parts.path) or "."
        try:
            is_folder = stat.S_ISDIR(server.stat(folder).st_mode or 0)
        except FileNotFoundError:
            is_folder = False
        if not is_folder:
            raise RefusedError(
                f"接收方 {self._name} 没有 'url' 中的文件夹，请更正。",
                f"recipient {self._name} has no folder as in 'url'; correct it",
            )
        server.chdir(folder)


def _read(server: paramiko.SFTPClient, name: str) -> bytes:
    with server.open(name, "rb") as file:
        content: bytes = file.read()
        return content
