"""Installs the demo world in a workspace: source files, mappings, settings."""

from datetime import date

from dagster_project import setup
from dagster_project.demo import files, services, world
from dagster_project.demo.records import Scale
from dagster_project.settings import Workspace
from data_contracts.configuration import ConfigurationError

HOME_AREA = "150626102"
ACCESS = """
# 演示用的账户：坐在机器前的人是 here，可从右上角菜单以其他账户的权限查看。
# Whoever sits at the machine is 'here', and may look as the others from the menu above.
access:
  accounts:
    here: {role: admin, grants: [office, restricted]}
    leader: {role: leader}
    unit: {role: unit, units: [WS102-04]}
    analyst: {role: analyst, grants: [office], areas: ["150626102"]}
    steward: {role: steward}
"""


def install(workspace: Workspace, scale: Scale, seed: int, today: date) -> None:
    """A workspace that holds the demo world up to `today`; an older one is brought up to it.

    Raises:
        ConfigurationError: the folder is a workspace with data of its own.
    """
    is_made = workspace.settings_file.exists()
    if is_made and not workspace.settings().demo:
        raise ConfigurationError(
            f"{workspace.home} 已是您自己的工作区；请把 ANPING_HOME 设为另一个文件夹再运行演示。",
            f"{workspace.home} holds a workspace of your own; set ANPING_HOME to another "
            "folder for the demonstration",
        )
    files.write(world.build(seed=seed, today=today, scale=scale), workspace.home)
    if not is_made:
        setup.make(workspace, HOME_AREA, demo=services.CONNECTIONS + ACCESS)
