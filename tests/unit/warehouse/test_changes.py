"""Which source files are read: those that changed, and no others."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.sources import files
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import SourceError
from dagster_project.warehouse import landing
from dagster_project.warehouse.landing import Change
from dagster_project.warehouse.manifest import Manifest
from data_contracts.loader import source_contracts
from tests.unit.warehouse.entries import a_delivery

CONTRACT = source_contracts()["sector"]
AT = datetime(2026, 11, 23, tzinfo=UTC)


class Source:
    """A folder of one file, and what the manifest knows of it."""

    def __init__(self, home: Path) -> None:
        self.file = home / "a.csv"
        self.manifest = Manifest()
        self.mapping = SourceMapping(
            name="行业", root=home, contract="sector", files="*.csv", delivery="snapshot"
        )
        self.file.write_text("one")

    def changed(self) -> list[Change]:
        return list(landing.changes(self.manifest, self.mapping, CONTRACT, AT))

    def keep(self) -> None:
        """What a run does once the file is loaded."""
        for change in self.changed():
            self.manifest.files[self.mapping.name][change.offer.file] = change.seen


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source(tmp_path)


def test_changes__new_file_is_read(source: Source) -> None:
    [change] = source.changed()
    assert (change.offer.file, change.data) == ("a.csv", b"one")


def test_changes__unchanged_file_is_not_opened(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.keep()

    def refuse(*_: object) -> bytes:
        raise AssertionError("opened")

    monkeypatch.setattr(files, "read", refuse)
    assert source.changed() == []


def test_changes__touched_file_is_read_but_not_loaded_again(source: Source) -> None:
    source.keep()
    os.utime(source.file, ns=(1, 1))
    assert source.changed() == []
    assert source.manifest.files["行业"]["a.csv"].stamp == "3:1"


def test_changes__other_content_of_the_same_size_is_loaded(source: Source) -> None:
    source.keep()
    source.file.write_text("two")
    os.utime(source.file, ns=(1, 1))
    assert [change.data for change in source.changed()] == [b"two"]


def test_changes__other_mapping_is_loaded_again(source: Source) -> None:
    source.keep()
    source.mapping = source.mapping.model_copy(update={"ignore_rows": ("合计",)})
    assert [change.data for change in source.changed()] == [b"one"]


def test_changes__source_that_never_had_a_file_is_a_complaint(source: Source) -> None:
    source.file.unlink()
    with pytest.raises(SourceError, match="行业"):
        source.changed()


def test_changes__source_whose_files_were_cleared_away_is_none(source: Source) -> None:
    source.manifest.deliveries.append(a_delivery(1, mapping="行业", contract="sector"))
    source.file.unlink()
    assert source.changed() == []
