"""Which errors become a sentence, and how a full disk is recognised whoever says so."""

import errno
from pathlib import Path

import duckdb
import pytest

from dagster_project import complaints
from data_contracts.configuration import ConfigurationError
from dagster_project.settings import Workspace
from dagster_project.sources.reading import SourceError, SourceUnreachableError
from dagster_project.warehouse.session import BusyError
from dagster_project.warehouse.transform import TransformError
from data_contracts.loader import ContractError
from data_contracts.snapshot import NoSnapshotError

WORKSPACE = Workspace(Path("/office"))


@pytest.mark.parametrize(
    "kind",
    [
        BusyError,
        ConfigurationError,
        ContractError,
        NoSnapshotError,
        SourceError,
        SourceUnreachableError,
        TransformError,
    ],
)
def test_sentence__foreseen_errors_speak_both_languages(kind: type[ValueError]) -> None:
    assert complaints.sentence(kind("说明。", "Said."), WORKSPACE) == "说明。\nSaid."


def _unforeseen() -> Exception:
    try:
        raise KeyError("张三 13800138000")
    except KeyError as error:
        return error


def test_sentence__unforeseen_error_tells_kind_and_place_and_quotes_nothing() -> None:
    said = complaints.sentence(_unforeseen(), WORKSPACE)
    assert "KeyError" in said
    assert "test_complaints.py" in said
    assert "张三" not in said
    assert "138" not in said


def _caused(by: BaseException) -> Exception:
    error = RuntimeError("step failed")
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        duckdb.IOException('Could not write file "x": No space left on device'),
        _caused(_caused(OSError(errno.ENOSPC, "full"))),
    ],
)
def test_sentence__full_disk(error: Exception) -> None:
    said = complaints.sentence(error, WORKSPACE)
    assert said.count("/office") == 2
    assert complaints.is_disk_full(error)


def test_is_disk_full__not_every_trouble_is() -> None:
    assert not complaints.is_disk_full(OSError(errno.EACCES, "Permission denied"))
    assert not complaints.is_disk_full(None)
