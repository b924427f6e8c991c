"""The other systems of a demo workspace: a database and an HTTP service, while they are needed.

Both lie in the workspace and can be reached from this machine only. How to reach them stands
in the environment, where the workspace's settings look for it.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dagster_project.demo.clues import database, service
from dagster_project.demo.files import SERVICES
from dagster_project.settings import Workspace

DATABASE: Final = "ANPING_DEMO_DATABASE"
PORT: Final = "ANPING_DEMO_PORT"
KEY: Final = "ANPING_DEMO_KEY"
CONNECTIONS: Final = f"""
# 演示用的其他系统，随 anping 启动和结束。 Other systems, which start and end with anping.
connections:
  clue_platform: {{kind: postgresql, url: "${{{DATABASE}}}"}}
  sector_platform:
    kind: http
    url: "http://{service.ADDRESS}:${{{PORT}}}"
    headers: {{X-Api-Key: "${{{KEY}}}"}}
"""


@contextmanager
def running(workspace: Workspace) -> Iterator[None]:
    """The services of a demo workspace; they and what the environment says of them end with it."""
    folder = workspace.home / SERVICES
    key = secrets.token_hex(16)
    with database.running(folder) as url, service.running(folder, key) as port:
        said = {DATABASE: url, PORT: str(port), KEY: key}
        before = {name: os.environ.get(name) for name in said}
        os.environ.update(said)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
