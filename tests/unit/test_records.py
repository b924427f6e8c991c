"""Dagster's events: in its own files, readable by its own storage, and heard of at once."""

from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest
from dagster import AssetKey, DagsterEventType, DagsterInstance, EventLogEntry
from dagster._core.events import AssetMaterializationPlannedData, DagsterEvent
from dagster._core.storage.event_log import SqliteEventLogStorage

from dagster_project import records
from dagster_project.records import EventLog

RUN = "00000000-0000-0000-0000-000000000001"
MODELS = [AssetKey(["marts", f"mart_{number}"]) for number in range(3)]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventLog]:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    with DagsterInstance.ephemeral() as instance:
        opened = EventLog.from_config_value(None, {})
        opened.register_instance(instance)
        yield opened
        opened.dispose()


def planned(key: AssetKey) -> EventLogEntry:
    event = DagsterEvent(
        event_type_value=DagsterEventType.ASSET_MATERIALIZATION_PLANNED.value,
        job_name="refresh",
        event_specific_data=AssetMaterializationPlannedData(key),
    )
    return EventLogEntry(
        error_info=None,
        level=10,
        user_message="",
        run_id=RUN,
        timestamp=1.0,
        dagster_event=event,
    )


def keys_of(storage: SqliteEventLogStorage) -> list[AssetKey | None]:
    return [entry.get_dagster_event().asset_key for entry in storage.get_logs_for_run(RUN)]


def test_log__is_read_by_dagsters_own_storage(log: EventLog, tmp_path: Path) -> None:
    log.store_event(planned(MODELS[0]))
    log.store_event_batch([planned(key) for key in MODELS[1:]])
    log.dispose()
    theirs = SqliteEventLogStorage(str(tmp_path / "history" / "runs"))
    assert keys_of(theirs) == MODELS
    assert all(theirs.has_asset_key(key) for key in MODELS), "the index over all runs"


def test_log__is_seen_by_another_process_while_it_is_open(log: EventLog, tmp_path: Path) -> None:
    log.store_event(planned(MODELS[0]))
    theirs = SqliteEventLogStorage(str(tmp_path / "history" / "runs"))
    assert keys_of(theirs) == MODELS[:1]


def test_log__tells_who_watches_of_every_event(log: EventLog, tmp_path: Path) -> None:
    """As the pipeline's pages do while a run is at work."""
    log.store_event(planned(MODELS[0]))
    theirs = SqliteEventLogStorage(str(tmp_path / "history" / "runs"))
    heard: Queue[DagsterEvent] = Queue()
    theirs.watch(RUN, None, lambda entry, _: heard.put(entry.get_dagster_event()))
    try:
        log.store_event(planned(MODELS[1]))
        assert [heard.get(timeout=20).asset_key for _ in range(2)] == MODELS[:2]
    finally:
        theirs.dispose()


def test_batch__is_stored_wholly_or_not_at_all(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, seen = log.store_event, []

    def fail_at_the_second(entry: EventLogEntry) -> None:
        seen.append(entry)
        if len(seen) == 2:
            raise OSError("no space left on device")
        store(entry)

    monkeypatch.setattr(log, "store_event", fail_at_the_second)
    with pytest.raises(OSError, match="no space"):
        log.store_event_batch([planned(key) for key in MODELS])
    assert keys_of(log) == []
    assert not any(log.has_asset_key(key) for key in MODELS)


def test_log__closes_what_it_does_not_need(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that looks through years of runs does not keep them all open."""
    monkeypatch.setattr(records, "OPEN_FILES", 2)
    for number in range(4):
        log.get_logs_for_run(f"00000000-0000-0000-0000-{number:012}")
    here = [path.resolve() for path in Path("/proc/self/fd").iterdir()]
    assert len({path for path in here if path.suffix == ".db"}) == 2


def test_log__has_what_came_to_it_later(log: EventLog) -> None:
    """What is there is not looked for again, and what is not there may still come."""
    assert not log.has_table("late")
    assert not log.has_secondary_index("late")
    with log.index_connection() as connection:
        connection.exec_driver_sql("CREATE TABLE late (id INTEGER)")
    log.enable_secondary_index("late")
    for _ in range(2):
        assert log.has_table("late")
        assert log.has_secondary_index("late")
    assert log.has_asset_key_col("last_materialization_timestamp")
    assert not log.has_asset_key_col("late")
