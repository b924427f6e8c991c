"""The workspace: where everything of one installation lives, and what its user has set.

Nothing here creates or reads data; `Workspace` knows paths, `Settings` what anping.yml says.
"""

import os
from datetime import date, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, IPvAnyAddress, field_validator, model_validator

from dagster_project.connections import Connection
from dagster_project.deliveries.recipients import Recipient
from dagster_project.returns.deadlines import Returns
from data_contracts import audit
from data_contracts.access import Access
from data_contracts.configuration import ConfigurationError, read_yaml

TIME_ZONE = ZoneInfo("Asia/Shanghai")
HOME_VARIABLE = "ANPING_HOME"
SETTINGS_FILE = "anping.yml"
MEMORY_GIGABYTES = 2.0
AREA_CODE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"


class Ports(BaseModel):
    """Where `anping serve` listens; the pipeline's pages always on 127.0.0.1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dashboards: int = Field(default=8501, ge=1024, le=65535)
    pipeline: int = Field(default=3070, ge=1024, le=65535)


class Web(BaseModel):
    """Where browsers reach the dashboards, with the files of a certificate where by TLS."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: IPvAnyAddress = IPv4Address("127.0.0.1")
    certificate: Path | None = None
    key: Path | None = None

    @model_validator(mode="after")
    def _is_a_pair(self) -> Self:
        if (self.certificate is None) != (self.key is None):
            raise ConfigurationError(
                "'certificate' 和 'key' 须同时给出。", "give both 'certificate' and 'key'"
            )
        return self


class Settings(BaseModel):
    """What anping.yml may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home_area: str = Field(pattern=AREA_CODE)
    demo: bool = False
    daily_at: str = "05:00"
    cut_off_days: int = Field(default=1, ge=0, le=366)
    release_day: int = Field(default=1, ge=1, le=28)
    keep_snapshots: int = Field(default=7, ge=1, le=1000)
    source_retries: int = Field(default=3, ge=0, le=10)
    source_retry_seconds: int = Field(default=30, ge=0, le=3600)
    memory_gigabytes: float = Field(default=MEMORY_GIGABYTES, ge=1, le=1024)
    ports: Ports = Ports()
    web: Web = Web()
    access: Access = Access()
    connections: dict[str, Connection] = {}
    deliveries: list[Recipient] = []
    returns: Returns = Returns()

    @field_validator("home_area", mode="before")
    @classmethod
    def _code_is_text(cls, value: object) -> object:
        if isinstance(value, int):
            raise ConfigurationError(
                '区划代码须加引号，如 "150626102"。',
                'write the area code in quotes, such as "150626102"',
            )
        return value

    @field_validator("deliveries")
    @classmethod
    def _names_are_told_apart(cls, value: list[Recipient]) -> list[Recipient]:
        names = [recipient.name for recipient in value]
        if len(set(names)) < len(names):
            raise ConfigurationError(
                "两个接收方的 'name' 相同，请改其中一个。",
                "two recipients have the same 'name'; change one",
            )
        return value

    @model_validator(mode="after")
    def _others_sign_in_over_tls(self) -> Self:
        if not self.web.address.is_loopback and not (self.access.sign_in and self.web.certificate):
            raise ConfigurationError(
                "'web.address' 不是本机地址时，必须配置登录（'access.sign_in'）和证书"
                "（'web.certificate'、'web.key'）。",
                "with a 'web.address' that others can reach, sign-in ('access.sign_in') and a "
                "certificate ('web.certificate', 'web.key') are needed",
            )
        return self

    @field_validator("daily_at", mode="before")
    @classmethod
    def _time_of_day(cls, value: object) -> object:
        try:
            datetime.strptime(str(value), "%H:%M")
        except ValueError:
            raise ConfigurationError(
                '每日时间须加引号，如 "05:00"。',
                'write the time of day in quotes, such as "05:00"',
            ) from None
        return value


class Workspace:
    """The folder `$ANPING_HOME` and the places in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.settings_file = home / SETTINGS_FILE
        self.inbox = home / "inbox"
        self.mappings = home / "mappings"
        self.landing = home / "landing"
        self.quarantine = home / "quarantine"
        self.warehouse = home / "warehouse"
        self.published = home / "published"
        self.templates = home / "templates"
        self.scorecards = home / "scorecards"
        self.reports = home / "reports"
        self.deliveries = home / "deliveries"
        self.dead_letters = self.deliveries / "dead"
        self.logs = home / "logs"
        self.dagster_home = self.logs / "dagster"
        self.access_log = home / audit.FILE
        self.delivery_log = self.logs / "deliveries.jsonl"
        # Outside the warehouse, so that a copy of the data holds no key.
        self.pseudonym_key = home / "pseudonym.key"
        self.coming_key = home / ".pseudonym.key.next"
        self.scratches = home / "scratch"

    @classmethod
    def from_environment(cls) -> "Workspace":
        """The workspace named by `ANPING_HOME`, else `~/anping`."""
        return cls(Path(os.environ.get(HOME_VARIABLE, "~/anping")).expanduser().resolve())

    def scratch(self, day: date) -> "Workspace":
        """The same workspace, but with warehouse and snapshots of their own for one past day."""
        other = Workspace(self.home)
        other.warehouse = self.scratches / day.isoformat() / "warehouse"
        other.published = self.scratches / day.isoformat() / "published"
        return other

    @property
    def is_scratch(self) -> bool:
        """Whether its warehouse is that of a past day; what was landed is the real one's."""
        return self.warehouse != Workspace(self.home).warehouse

    def settings(self) -> Settings:
        """What the user has set.

        Raises:
            ConfigurationError: anping.yml is missing or wrong.
        """
        if not self.settings_file.exists():
            raise ConfigurationError(
                f"{self.home} 还不是工作区，其中没有 {SETTINGS_FILE}；请运行 'anping init'，"
                f"或把环境变量 {HOME_VARIABLE} 设为正确的文件夹。",
                f"{self.home} is no workspace yet: it has no {SETTINGS_FILE}; "
                f"run 'anping init', or set {HOME_VARIABLE} to the folder you mean",
            )
        return read_yaml(self.settings_file, Settings)


def now() -> datetime:
    """The time of day where the product is used; the one clock that runs replace in tests."""
    return datetime.now(TIME_ZONE)


def cut_off(settings: Settings, at: datetime) -> date:
    """The last day that counts when building at time `at`; yesterday unless set otherwise."""
    return at.astimezone(TIME_ZONE).date() - timedelta(days=settings.cut_off_days)
