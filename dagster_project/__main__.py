"""The `anping` command as `python -m dagster_project`."""

from dagster_project.cli import main

main()
