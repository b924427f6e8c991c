"""Installs the demo world in a workspace: source files, mappings, settings."""

import shutil
from datetime import date
from pathlib import Path
from typing import Literal

from dagster_project import setup
from dagster_project.configuration import ConfigurationError
from dagster_project.demo import files, world
from dagster_project.settings import Workspace

MAPPINGS = Path(__file__).parent / "mappings"
HOME_AREA = "150626102"


def install(
    workspace: Workspace, scale: Literal["town", "banner"], seed: int, today: date
) -> None:
    """A workspace that holds the demo world; one that is a demo already is left as it is.

    Raises:
        ConfigurationError: the folder is a workspace with data of its own.
    """
    if workspace.settings_file.exists():
        if not workspace.settings().demo:
            raise ConfigurationError(
                f"{workspace.home} holds a workspace of your own; set ANPING_HOME to another "
                "folder for the demonstration"
            )
        return
    files.write(world.build(seed=seed, today=today, scale=scale), workspace.home)
    workspace.mappings.mkdir(parents=True, exist_ok=True)
    for path in MAPPINGS.glob("*.yml"):
        shutil.copyfile(path, workspace.mappings / path.name)
    setup.make(workspace, HOME_AREA, is_demo=True)
