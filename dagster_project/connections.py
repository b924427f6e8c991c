"""How other systems are reached: what anping.yml says of them, with every secret left outside.

Secrets stand in the environment and are named as ${VARIABLE}; they are put in only at the
moment of connecting, so that no setting, fingerprint or complaint ever holds one.
"""

import os
import re
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from data_contracts.configuration import ConfigurationError

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
SECRET_OPTION = re.compile(r"pass|pwd|secret|token|key", re.I)
SCHEMES = ("postgresql", "postgres", "mysql", "mariadb")
PLAIN_HEADERS = {"accept", "accept-language", "user-agent"}


def refuse_literal(secret: str) -> None:
    """Nothing where `secret` is empty or names a variable.

    Raises:
        ConfigurationError: it stands there itself.
    """
    if secret and not VARIABLE.fullmatch(secret):
        raise ConfigurationError(
            "密码等不得直接写在设置中，请写作 ${变量名}，并把值放在同名环境变量里。",
            "no secret may be written here; write ${VARIABLE} and set the environment variable",
        )


def plain_address(value: str) -> str:
    """The address of a service, if it is one and holds nothing else.

    Raises:
        ConfigurationError: it does not, or is none.
    """
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(
            "须以 http:// 或 https:// 加主机开头。",
            "must begin with http:// or https:// and a host",
        )
    if "@" in parts.netloc or parts.query:
        raise ConfigurationError(
            "网址中不得写用户、密码或参数，请改写在 'headers' 或 'parameters' 中。",
            "the address must hold no user, password or parameter; "
            "put them into 'headers' or 'parameters'",
        )
    return value


def values_elsewhere(value: dict[str, str]) -> dict[str, str]:
    """Headers or parameters, if none of them holds a secret itself.

    Raises:
        ConfigurationError: one does.
    """
    for name, said in value.items():
        if name.lower() not in PLAIN_HEADERS:
            refuse_literal(said.removeprefix("Bearer ").removeprefix("Basic "))
    return value


class DatabaseServer(BaseModel):
    """A PostgreSQL, MySQL or MariaDB server and one database on it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["postgresql", "mysql"]
    url: str

    @field_validator("url")
    @classmethod
    def _password_is_elsewhere(cls, value: str) -> str:
        if VARIABLE.fullmatch(value):
            return value
        parts = urlsplit(value)
        if (not parts.netloc and not parts.query) or parts.scheme not in SCHEMES:
            raise ConfigurationError(
                "须写作 postgresql://用户:${密码变量}@主机:端口/数据库。",
                "must read postgresql://user:${VARIABLE}@host:port/database",
            )
        login = parts.netloc.rpartition("@")[0]
        secrets = [login.partition(":")[2]]
        secrets += [said for name, said in parse_qsl(parts.query) if SECRET_OPTION.search(name)]
        for secret in secrets:
            refuse_literal(secret)
        return value

    @property
    def place(self) -> str:
        """What tells this connection from another, without any secret."""
        return f"{self.kind} {self.url}"


class DatabaseFile(BaseModel):
    """An SQLite file, absolute or relative to the workspace."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["sqlite"]
    path: str

    @property
    def place(self) -> str:
        """What tells this connection from another."""
        return f"{self.kind} {self.path}"


class HttpService(BaseModel):
    """A service that answers with JSON; `url` is what every path is added to.

    `headers` and `parameters` go with every request and hold what it takes to be let in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["http"]
    url: str
    headers: dict[str, str] = {}
    parameters: dict[str, str] = {}
    requests_per_second: float = Field(default=5, gt=0, le=1000)
    timeout_seconds: float = Field(default=30, gt=0, le=600)
    tries: int = Field(default=4, ge=1, le=10)

    _is_plain = field_validator("url")(plain_address)
    _are_elsewhere = field_validator("headers", "parameters")(values_elsewhere)

    @property
    def place(self) -> str:
        """What tells this connection from another, without any secret."""
        return f"{self.kind} {self.url}"


Connection = Annotated[DatabaseServer | DatabaseFile | HttpService, Field(discriminator="kind")]


def filled(text: str, connection: str) -> str:
    """`text` with the values of the environment in place of ${VARIABLE}.

    Raises:
        ConfigurationError: a variable is not set.
    """
    for name in VARIABLE.findall(text):
        if name not in os.environ:
            raise ConfigurationError(
                f"连接 {connection}：环境变量 {name} 未设置，请设置后重试。",
                f"connection {connection}: the environment variable {name} is not set; set it",
            )
    return VARIABLE.sub(lambda found: os.environ[found[1]], text)
