"""A process that is the `anping` command with a stopped clock: TIME WORD…"""

import sys
from datetime import datetime

import pytest

from dagster_project import cli
from tests.integration.command import stop_clock

if __name__ == "__main__":
    stop_clock(pytest.MonkeyPatch(), datetime.fromisoformat(sys.argv.pop(1)))
    cli.main()
