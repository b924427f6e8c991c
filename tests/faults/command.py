"""The command as faults break it: an installation's secret key is the same wherever it is made.

A run that was killed before it made the key makes another, and no pseudonym would be alike.
"""

import secrets
from types import SimpleNamespace

import pytest

from dagster_project.settings import Workspace
from dagster_project.warehouse import pseudonyms
from tests.integration import command
from tests.integration.command import Ended


def anping(workspace: Workspace, *words: str) -> Ended:
    """See `tests.integration.command`."""
    known = SimpleNamespace(token_hex=lambda size=None: "5a" * (size or secrets.DEFAULT_ENTROPY))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pseudonyms, "secrets", known)
        return command.anping(workspace, *words)
