"""Runs dbt on the build database, in this process, so that nothing outlives a killed run."""

import dataclasses
import json
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from filelock import FileLock

from dagster_project.catalogue import own
from dagster_project.methods import funnel
from dagster_project.settings import Workspace
from dagster_project.warehouse import build, durable
from data_contracts import loader
from data_contracts.complaint import Complaint
from data_contracts.renderings import dbt_properties

log = logging.getLogger("anping")

PARSED = "parsed"
NOT_BUILT = ("--exclude-resource-type", "unit_test", "exposure")
METRICS = ".metrics.json"
PARTIAL_PARSE_FILE_NAME = "partial_parse.msgpack"
LOG_BYTES = 10 * 1024**2
LOG_COUNT = 5
INDICATOR_MODEL = re.compile(r"int_(indicator|component)_(\w+)\.sql")


class TransformError(Complaint):
    """A model or a test of the dbt project failed; the message names it."""


def folder(workspace: Workspace) -> Path:
    """Where dbt keeps what it generates; never inside the program's own folders."""
    return workspace.warehouse / "dbt"


def manifest_path(workspace: Workspace) -> Path:
    """Dbt's manifest of the project, parsed anew when a model or a contract has changed.

    It is a copy of our own: dbt writes its file anew in every run, and a killed run leaves half.

    Raises:
        TransformError: the project does not parse.
    """
    path = folder(workspace) / f"{PARSED}-{build.code_print()[:16]}.json"
    folder(workspace).mkdir(parents=True, exist_ok=True)
    with FileLock(folder(workspace) / "parse.lock"):
        if not path.exists():
            _parse(workspace, path)
    return path


def metrics_path(workspace: Workspace) -> Path:
    """What dbt says of the metrics, from the same parse; raises the same."""
    return manifest_path(workspace).with_suffix(METRICS)


def hand_over(workspace: Workspace, other: Workspace) -> None:
    """Gives another workspace the models as parsed here, which takes dbt seconds."""
    manifest_path(workspace)
    unneeded = shutil.ignore_patterns("target", "*.lock")
    shutil.copytree(folder(workspace), folder(other), ignore=unneeded)


def _parse(workspace: Workspace, path: Path) -> None:
    for earlier in folder(workspace).glob(f"{PARSED}*"):
        durable.discard(earlier)
    _lay_out(workspace)
    done = invoke(workspace, ["parse"])
    if not done.success:
        raise _complaint([], done, workspace)
    target = folder(workspace) / "target"
    metrics = ("semantic_manifest.json", path.with_suffix(METRICS))
    for made, kept in ((PARTIAL_PARSE_FILE_NAME, _packed(path)), metrics, ("manifest.json", path)):
        with durable.whole(kept) as draft:
            shutil.copyfile(target / made, draft)


def _packed(path: Path) -> Path:
    """The same for dbt itself, which need not parse again what has not changed."""
    return path.with_suffix(".msgpack")


def _lay_out(workspace: Workspace) -> None:
    """A copy of the dbt project with the properties made from the contracts inside it.

    dbt writes the compiled tests of a properties file beneath its target folder only where
    that file lies inside the project.
    """
    project = folder(workspace) / "project"
    durable.discard(project)
    shutil.copytree(build.DBT_PROJECT, project)
    dbt_properties.write(project / "properties")


@dataclass(frozen=True, slots=True)
class Transformed:
    """dbt's result a node, and a complaint where a model or a test failed."""

    results: list[Any]
    complaint: TransformError | None


def run(workspace: Workspace) -> Transformed:
    """Builds and tests every model; unit tests of models are for developers and left out."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    packed = _packed(manifest_path(workspace)).read_bytes()
    models = Manifest.from_msgpack(packed, decoder=extended_mashumuro_decoder)
    words = ["build", *NOT_BUILT, "--no-write-json"]
    done = invoke(workspace, words, models)
    results = list(getattr(done.result, "results", []))
    return Transformed(results, None if done.success else _complaint(results, done, workspace))


def variables() -> dict[str, list[Any]]:
    """What the models are told: registers, tables, horizons, indicators with a model."""
    models = [INDICATOR_MODEL.fullmatch(p.name) for p in build.DBT_PROJECT.rglob("int_*.sql")]
    named = sorted((m[1], m[2].upper()) for m in models if m)
    return {
        "registers": [
            {"contract": c.id, "event_date": c.event_date, "is_event_period": c.is_event_period}
            for c in loader.source_contracts().values()
        ],
        "month_tables": [
            {"mart": mart.id, **dataclasses.asdict(mart.months)}
            for mart in loader.mart_contracts().values()
            if mart.months
        ],
        "person_registers": [
            {
                "contract": c.id,
                "smallest_count": c.smallest_count,
                "domain": c.domain,
                "has_amounts": any(column.name.endswith("_yuan") for column in c.columns),
            }
            for c in loader.source_contracts().values()
            if c.smallest_count is not None
        ],
        "funnel_horizons": list(funnel.HORIZONS),
        "countable_tables": list(own.countable_tables()),
        "indicators": [indicator for kind, indicator in named if kind == "indicator"],
        "composite_indicators": [indicator for kind, indicator in named if kind == "component"],
    }


def invoke(workspace: Workspace, words: list[str], models: Any = None) -> Any:
    """Dbt's own command on the project as laid out, and its result; it raises nothing."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    project = str(folder(workspace) / "project")
    options = ["--project-dir", project, "--profiles-dir", project]
    options += ["--target-path", str(folder(workspace) / "target")]
    options += ["--log-path", str(_log_file(workspace).parent)]
    # dbt puts each of its thousands of events into words before it looks whether it is wanted.
    options += ["--log-level", "none", "--log-level-file", "none"]
    options += ["--vars", json.dumps(variables())]
    with environment(workspace), _log_of(workspace) as write:
        try:
            return dbtRunner(models, callbacks=[_progress, write]).invoke([*words, *options])
        finally:  # It has kept the build open for all of its work.
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _log_file(workspace: Workspace) -> Path:
    return workspace.logs / "dbt" / "dbt.log"


@contextmanager
def _log_of(workspace: Workspace) -> Iterator[Callable[[Any], None]]:
    """Writes what went wrong into dbt's log."""
    path = _log_file(workspace)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_COUNT, encoding="utf-8")
    file.setFormatter(logging.Formatter("%(asctime)s [%(levelname)s] %(message)s"))

    def write(event: Any) -> None:
        if event.info.level in ("warn", "error"):
            said = {"levelname": event.info.level, "msg": event.info.msg}
            file.handle(logging.makeLogRecord(said))

    with closing(file):
        yield write


def _progress(event: Any) -> None:
    if event.info.name == "LogModelResult":
        log.info(
            "模型 model %s/%s %s",
            event.data.index,
            event.data.total,
            event.data.description.split()[-1],
        )
    elif event.info.name == "LogTestResult" and event.data.status == "warn":
        log.warning("提醒 warning %s：%s 行 rows", event.data.name, event.data.num_failures)


def environment(workspace: Workspace) -> AbstractContextManager[None]:
    """What dbt is told of the build in work, for as long as the block lasts."""
    places = {
        "ANPING_BUILD_PATH": str(build.in_work(workspace)),
        "ANPING_BASE_PATH": str(build.base_in_work(workspace)),
    }
    return told(places | {"ANPING_MEMORY": build.memory(workspace)})


@contextmanager
def told(variables: Mapping[str, str]) -> Iterator[None]:
    """What dbt is told by its environment, for as long as the block lasts."""
    wanted = {**variables, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


def _complaint(results: list[Any], done: Any, workspace: Workspace) -> TransformError:
    """Names what failed; dbt's own words are left to its log, for they may quote a cell."""
    failed = [r for r in results if r.status in ("error", "fail")]
    log_file = _log_file(workspace)
    if not failed:
        return TransformError(
            f"dbt 项目无法解析，原因见 {log_file}。",
            f"the dbt project does not parse; see {log_file} ({done.exception})",
        )
    names = ", ".join(r.node.name for r in failed[:5])
    return TransformError(
        f"{len(failed)} 个模型或检验未通过，首先是 {names}，原因见 {log_file}。",
        f"{len(failed)} models or tests failed, first {names}; see {log_file}",
    )
