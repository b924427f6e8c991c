"""Who is sent scorecards: what anping.yml says of a recipient, with every secret left outside."""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from dagster_project.connections import (
    VARIABLE,
    plain_address,
    refuse_literal,
    values_elsewhere,
)
from data_contracts.access import Scope
from data_contracts.configuration import ConfigurationError

NAME = r"^\w[\w.-]{0,39}$"
FINGERPRINT = r"^SHA256:[A-Za-z0-9+/]{43}$"


class Addressee(Scope):
    """What is said of every recipient: `rights` are the outlet that it may see, in its scope."""

    name: str = Field(pattern=NAME)
    rights: Literal["open", "office"] = "open"
    tries: int = Field(default=5, ge=1, le=10)

    @model_validator(mode="after")
    def _issues_are_whole(self) -> Self:
        if self.limits and self.rights != "open":
            raise ConfigurationError(
                "已发布的考核评分表只能整份发送；限定范围的接收方 'rights' 须为 open。",
                "an issue is sent whole, so a recipient with a scope needs 'rights' open",
            )
        return self

    @property
    def scope(self) -> Scope:
        """The limits alone."""
        return Scope(**self.limits)


class FolderRecipient(Addressee):
    """A folder that the receiver reads, absolute or relative to the workspace."""

    kind: Literal["folder"]
    path: str


class SftpRecipient(Addressee):
    """An SFTP server: `sftp://user:${VARIABLE}@host:port/folder`, or a private key in a file.

    `host_key` is the fingerprint of the server's key; another server is sent nothing.
    """

    kind: Literal["sftp"]
    url: str
    host_key: str = Field(pattern=FINGERPRINT)
    key_file: str | None = None
    timeout_seconds: float = Field(default=30, gt=0, le=600)

    @field_validator("url")
    @classmethod
    def _password_is_elsewhere(cls, value: str) -> str:
        if VARIABLE.fullmatch(value):
            return value
        parts = urlsplit(value)
        if parts.scheme != "sftp" or not parts.hostname or not parts.username or parts.query:
            raise ConfigurationError(
                "须写作 sftp://用户:${密码变量}@主机:端口/文件夹。",
                "must read sftp://user:${VARIABLE}@host:port/folder",
            )
        refuse_literal(parts.netloc.rpartition("@")[0].partition(":")[2])
        return value


class HttpRecipient(Addressee):
    """A service that takes packages by POST; `headers` hold what it takes to be let in."""

    kind: Literal["http"]
    url: str
    headers: dict[str, str] = Field(default_factory=dict)
    timeout_seconds: float = Field(default=30, gt=0, le=600)

    _is_plain = field_validator("url")(plain_address)
    _are_elsewhere = field_validator("headers")(values_elsewhere)


Recipient = Annotated[FolderRecipient | SftpRecipient | HttpRecipient, Field(discriminator="kind")]
