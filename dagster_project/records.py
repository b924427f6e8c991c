"""Dagster's log of events, in its own files and tables, with connections that stay open.

A run tells of each model and check in a transaction of its own. Dagster's storage opens and
closes the file for every one, each time writing the file as a whole and flushing it. This one
leaves that to the end: what is said of runs is no truth that a cut of power may not shorten.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any

from dagster import EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy import event as engine_events

BATCH_VARIABLE = "DAGSTER_EVENT_BATCH_SIZE"
BATCH_SIZE = 1000
OPEN_FILES = 8
BUSY_SECONDS = 60


class EventLog(SqliteEventLogStorage):
    """What `dagster.yaml` names as the storage of events; one below $DAGSTER_HOME."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        self._batch: dict[str, Connection] = {}
        self._known: set[tuple[str, str]] = set()
        self._turn = RLock()
        super().__init__(base_dir, inst_data)

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Nothing: a workspace that is moved takes its records along."""
        return {}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "EventLog":
        """The storage where Dagster's own has its files by default."""
        return cls(str(Path(os.environ["DAGSTER_HOME"]) / "history" / "runs"), inst_data)

    def store_event(self, event: EventLogEntry) -> None:
        """Stores it for its run, and for all runs together what is said of an asset."""
        super().store_event(event)
        if not self._batch:
            self._announce(event.run_id)

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Stores all in one transaction a file."""
        with self._turn, ExitStack() as opened:
            for shard in {entry.run_id for entry in events} | {"index"}:
                self._batch[shard] = opened.enter_context(self._connect(shard))
            try:
                for entry in events:
                    self.store_event(entry)
            finally:
                self._batch.clear()
        for run in {entry.run_id for entry in events}:
            self._announce(run)

    def has_table(self, table_name: str) -> bool:
        """Whether the index has this table."""
        return self._is_known(("table", table_name), partial(super().has_table, table_name))

    def has_secondary_index(self, name: str) -> bool:
        """Whether the index was brought to this state."""
        ask = partial(super().has_secondary_index, name)
        return self._is_known(("state", name), ask)

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        ask = partial(super()._has_asset_key_col_on_connection, conn, column_name)
        return self._is_known(("column", column_name), ask)

    def _is_known(self, what: tuple[str, str], ask: Callable[[], bool]) -> bool:
        """What there once is stays; Dagster asks anew for each event."""
        if what not in self._known and ask():
            self._known.add(what)
        return what in self._known

    def dispose(self) -> None:
        """Closes every file."""
        super().dispose()
        with self._turn:
            while self._engines:
                self._engines.popitem()[1].dispose()

    def _announce(self, run: str) -> None:
        """Those who watch a run look at the time of its file, not of the journal beside it."""
        os.utime(self.path_for_shard(run))

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._turn:
            if shard in self._batch:
                yield self._batch[shard]
                return
            with self._engine(shard).begin() as connection:
                yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            while len(self._engines) >= OPEN_FILES:
                self._engines.pop(next(iter(self._engines))).dispose()
            engine = create_engine(
                self.conn_string_for_shard(shard),
                # By turns, each connection would read anew what the other one has written.
                pool_use_lifo=True,
                connect_args={"timeout": BUSY_SECONDS},
            )
            engine_events.listen(engine, "connect", _relax)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            self._engines[shard] = engine
        self._engines[shard] = self._engines.pop(shard)  # The last used is the last to go.
        return self._engines[shard]


def _relax(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")
