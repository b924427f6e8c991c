"""What is configured, reachable, fresh, and what is wrong, in words."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dagster_project.configuration import ConfigurationError
from dagster_project.settings import Workspace
from dagster_project.sources import extract, mapping
from dagster_project.sources.reading import SourceError
from dagster_project.warehouse.manifest import Manifest
from data_contracts import loader, query
from data_contracts import snapshot as snapshots
from data_contracts.snapshot import NoSnapshotError

LOW_DISK_BYTES = 2 * 1024**3


class Verdict(StrEnum):
    """How serious a finding is."""

    GOOD = "正常"
    NOTE = "注意"
    BAD = "问题"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, in one sentence."""

    verdict: Verdict
    subject: str
    said: str


def findings(workspace: Workspace, at: datetime) -> Iterator[Finding]:
    """Looks at settings, sources, loads, snapshot, calendar and disk, changing nothing."""
    try:
        settings = workspace.settings()
        mappings = mapping.load(workspace)
    except ConfigurationError as error:
        yield Finding(Verdict.BAD, "设置", str(error))
        return
    yield Finding(Verdict.GOOD, "设置", f"{workspace.settings_file}，本级区划 {settings.home_area}")
    manifest = Manifest.load(workspace)
    for name, source in sorted(mappings.items()):
        yield _source(name, source, manifest, at)
    fed = {source.contract for source in mappings.values()}
    for contract in loader.source_contracts().values():
        if contract.id not in fed:
            said = f"还没有来源；可用 'anping template {contract.id}' 生成填报表"
            yield Finding(Verdict.NOTE, contract.label.cn, said)
    for refused in manifest.refusals():
        said = f"{refused.file} 被拒收；'anping check {refused.mapping}' 列出原因"
        yield Finding(Verdict.BAD, "拒收", said)
    yield from _snapshot(workspace, at)
    yield _disk(workspace)


def _source(name: str, source: mapping.SourceMapping, manifest: Manifest, at: datetime) -> Finding:
    subject = f"来源 {name}"
    try:
        offers = extract.offers(source, at.date())
    except SourceError as error:
        return Finding(Verdict.BAD, subject, str(error))
    known = manifest.files.get(name, {})
    changed = [o for o in offers if o.file not in known or known[o.file].stamp != o.stamp]
    if not offers and not known:
        return Finding(Verdict.BAD, subject, f"没有找到文件 {source.files}；请放入，或修改 'files'")
    if changed:
        said = f"{len(offers)} 个文件，其中 {len(changed)} 个新增或有变化，待 'anping run'"
        return Finding(Verdict.NOTE, subject, said)
    return Finding(Verdict.GOOD, subject, f"{len(offers)} 个文件，均已入库")


def _snapshot(workspace: Workspace, at: datetime) -> Iterator[Finding]:
    try:
        serving = snapshots.current(workspace.published)
    except NoSnapshotError:
        yield Finding(Verdict.BAD, "快照", "尚未发布；请运行 'anping run'")
        return
    age = (at.date() - serving.as_of).days
    said = f"{serving.id}，截止 {serving.as_of}"
    yield Finding(Verdict.GOOD if age <= 2 else Verdict.BAD, "快照", f"{said}，距今 {age} 天")
    stale = query.run(serving, "SELECT contract FROM mart_register_state WHERE is_stale")
    for name in stale["contract"]:
        label = loader.source_contracts()[name].label.cn
        yield Finding(Verdict.BAD, label, "业务日期已超过时效要求；请催报")
    assumed = query.run(
        serving, "SELECT DISTINCT year FROM dim_day WHERE basis = 'assumed' ORDER BY year"
    )
    if assumed.height:
        years = "、".join(assumed["year"])
        said = f"{years} 年的放假安排尚未公布，暂按周一至周五为工作日"
        yield Finding(Verdict.NOTE, "工作日历", said)


def _disk(workspace: Workspace) -> Finding:
    free = shutil.disk_usage(workspace.home).free
    said = f"剩余 {free / 1024**3:.1f} GiB"
    return Finding(Verdict.GOOD if free > LOW_DISK_BYTES else Verdict.BAD, "磁盘", said)
