"""Where the workspace is, and who may do what in it, as anping.yml has it now."""

import os
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from data_contracts.access import Access
from data_contracts.complaint import Complaint
from data_contracts.configuration import read_yaml

HOME_VARIABLE = "ANPING_HOME"


class HomeUnsetError(Complaint):
    """The environment does not say where the workspace is."""


def home() -> Path:
    """The workspace's folder.

    Raises:
        HomeUnsetError: `ANPING_HOME` is not set.
    """
    named = os.environ.get(HOME_VARIABLE)
    if not named:
        raise HomeUnsetError(
            f"环境变量 {HOME_VARIABLE} 没有设置，请设为工作区文件夹。",
            f"{HOME_VARIABLE} is not set; name the workspace's folder in it",
        )
    return Path(named)


class Installation(BaseModel):
    """What the pages read of anping.yml."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    access: Access = Access()


def access() -> Access:
    """The policy.

    Raises:
        HomeUnsetError, ConfigurationError: it cannot be read, so that nobody is let in.
    """
    file = home() / "anping.yml"
    return _read(file, file.stat().st_mtime_ns) if file.exists() else Access()


@lru_cache(maxsize=4)
def _read(file: Path, _changed_ns: int) -> Access:
    return read_yaml(file, Installation).access
