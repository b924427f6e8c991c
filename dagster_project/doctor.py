"""What is configured, reachable, fresh, and what is wrong, in words."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dagster_project.returns import agenda
from dagster_project.settings import Workspace
from dagster_project.sources import extract, files, mapping_files
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import Offer, SourceError
from dagster_project.warehouse import pseudonyms
from dagster_project.warehouse.manifest import Manifest, SeenFile
from data_contracts import audit, loader, query
from data_contracts import snapshot as snapshots
from data_contracts.configuration import ConfigurationError
from data_contracts.snapshot import NoSnapshotError

LOW_DISK_BYTES = 2 * 1024**3
SETTINGS = "设置 settings"
SNAPSHOT = "快照 snapshot"
RETURNS = "报送 returns"
KEY = "化名密钥 pseudonym key"
ACCESS, AUDIT = "权限 access", "访问记录 audit log"
SCOPE_CODES = {
    "areas": "SELECT DISTINCT area_code AS code FROM dim_area",
    "units": "SELECT DISTINCT unit_code AS code FROM dim_unit",
    "sectors": "SELECT DISTINCT sector_code AS code FROM dim_sector",
}


class Verdict(StrEnum):
    """How serious a finding is."""

    GOOD = "正常 good"
    NOTE = "注意 note"
    BAD = "问题 problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and one sentence on it in both languages."""

    verdict: Verdict
    subject: str
    said: str


def findings(workspace: Workspace, at: datetime) -> Iterator[Finding]:
    """Looks at settings, sources, loads, snapshot, calendar and disk, changing nothing."""
    try:
        settings = workspace.settings()
        mappings = mapping_files.load(workspace)
    except ConfigurationError as error:
        yield Finding(Verdict.BAD, SETTINGS, str(error))
        return
    said = f"{workspace.settings_file}，本级区划 home area {settings.home_area}"
    yield Finding(Verdict.GOOD, SETTINGS, said)
    manifest = Manifest.load(workspace)
    yield from _key(workspace, manifest)
    for name, source in sorted(mappings.items()):
        yield from _source(name, source, manifest, at)
    fed = {source.contract for source in mappings.values()}
    for contract in loader.source_contracts().values():
        if contract.id not in fed:
            said = (
                f"还没有来源，可用 'anping template {contract.id}' 生成填报表。 "
                f"It has no source; 'anping template {contract.id}' makes a form."
            )
            yield Finding(Verdict.NOTE, contract.label.both(), said)
    yield from _snapshot(workspace, at)
    yield from _access(workspace)
    yield from _returns(workspace, at)
    yield from _deliveries(workspace)
    yield _disk(workspace)


def _key(workspace: Workspace, manifest: Manifest) -> Iterator[Finding]:
    """Whether the pseudonym key is that of the accepted rows, where there are any."""
    is_moving = manifest.rotation is not None and not manifest.rotation.is_cleared
    if not manifest.deliveries or is_moving:  # The next run makes it, or puts it in its place.
        return
    try:
        pseudonyms.key(workspace, manifest)
    except ConfigurationError as error:
        yield Finding(Verdict.BAD, KEY, str(error))
        return
    place = pseudonyms.place(workspace)
    yield Finding(Verdict.GOOD, KEY, f"在 {place}，请另行备份。 It is in {place}; keep a backup.")


def _access(workspace: Workspace) -> Iterator[Finding]:
    """Codes in scopes that nothing published has, and the audit log."""
    for fault in audit.faults(workspace.access_log):
        yield Finding(Verdict.BAD, AUDIT, fault.both())
    try:
        serving = snapshots.current(workspace.published)
    except NoSnapshotError:
        return
    known = {name: set(query.trusted(serving, sql)["code"]) for name, sql in SCOPE_CODES.items()}
    for account, rights in workspace.settings().access.accounts.items():
        for dimension, codes in rights.limits.items():
            for code in codes:
                if code not in known.get(dimension, {code}):
                    said = (
                        f"账户 {account} 的 '{dimension}' 写有 {code}，数据中没有这个代码，"
                        "因此这一项什么也看不到，请更正。 "
                        f"Account {account} is limited to {code} in '{dimension}', which nothing "
                        "has, so it sees nothing there; correct it."
                    )
                    yield Finding(Verdict.BAD, ACCESS, said)


def _source(
    name: str, source: SourceMapping, manifest: Manifest, at: datetime
) -> Iterator[Finding]:
    subject = f"来源 source {name}"
    try:
        extract.probe(source)
        offers = extract.offers(source, at)
    except SourceError as error:
        yield Finding(Verdict.BAD, subject, str(error))
        return
    known = manifest.files.get(name, {})
    verdict, said = _offered(source, offers, known)
    yield Finding(verdict, subject, said)
    for refused in manifest.refusals(name, [offer.file for offer in offers]):
        said = (
            f"{refused.file} 被整份拒收，请用 'anping check {name}' 查看原因。 "
            f"Refused as a whole; 'anping check {name}' says why."
        )
        yield Finding(Verdict.BAD, "拒收 refused", said)


def _offered(
    source: SourceMapping, offers: list[Offer], known: dict[str, SeenFile]
) -> tuple[Verdict, str]:
    """Whether what a source has to give was read."""
    if not offers:
        return Verdict.NOTE if known else Verdict.BAD, str(files.missing(source))
    if not any(offer.stamp for offer in offers):
        return _connected(source, [known[o.file] for o in offers if o.file in known])
    changed = [o for o in offers if o.file not in known or known[o.file].stamp != o.stamp]
    if changed:
        return Verdict.NOTE, (
            f"{len(offers)} 个文件，其中 {len(changed)} 个新增或有变化，请运行 'anping run'。 "
            f"{len(offers)} files, {len(changed)} of them new or changed; run 'anping run'."
        )
    said = f"{len(offers)} 个文件，均已读取。 {len(offers)} files, all of them read."
    return Verdict.GOOD, said


def _connected(source: SourceMapping, seen: list[SeenFile]) -> tuple[Verdict, str]:
    """What can be said of a source that tells only when read whether anything is new."""
    place = extract.place(source)
    if not seen:
        return Verdict.NOTE, (
            f"{place} 可以连接，尚未读取，请运行 'anping run'。 "
            f"{place} is there and was not read yet; run 'anping run'."
        )
    reach = seen[0].cursor
    cn, en = (f"，已读到 {reach}", f", read up to {reach}") if reach else ("", "")
    return Verdict.GOOD, f"{place} 可以连接{cn}。 {place} is there{en}."


def _snapshot(workspace: Workspace, at: datetime) -> Iterator[Finding]:
    try:
        serving = snapshots.current(workspace.published)
    except NoSnapshotError as error:
        yield Finding(Verdict.BAD, SNAPSHOT, str(error))
        return
    age = (at.date() - serving.as_of).days
    said = (
        f"{serving.id}，截止 {serving.as_of}，距今 {age} 天。 "
        f"Its cut-off is {serving.as_of}, {age} days ago."
    )
    yield Finding(Verdict.GOOD if age <= 2 else Verdict.BAD, SNAPSHOT, said)
    stale = query.trusted(serving, "SELECT contract FROM mart_register_state WHERE is_stale")
    for name in stale["contract"]:
        label = loader.source_contracts()[name].label.both()
        said = "业务日期已超过时效要求，请催报。 Its latest date is too old; ask for new data."
        yield Finding(Verdict.BAD, label, said)
    assumed = query.trusted(
        serving, "SELECT DISTINCT year FROM dim_day WHERE basis = 'assumed' ORDER BY year"
    )
    if assumed.height:
        years = [str(year) for year in assumed["year"]]
        said = (
            f"{'、'.join(years)} 年的放假安排尚未公布，暂按周一至周五为工作日。 "
            f"Holidays of {', '.join(years)} are not announced yet; "
            "Monday to Friday are assumed to be working days."
        )
        yield Finding(Verdict.NOTE, "工作日历 calendar", said)


def _returns(workspace: Workspace, at: datetime) -> Iterator[Finding]:
    """What should have been handed in and was not made, else what is due next."""
    standing = agenda.look(workspace, at)
    for one in standing.missed:
        said = (
            f"{one.kind.label.cn} {one.period} 应于 {one.due_on} 前完成，请运行 'anping returns'。 "
            f"The {one.kind.label.en} of {one.period} was due on {one.due_on}; "
            "run 'anping returns'."
        )
        yield Finding(Verdict.BAD, RETURNS, said)
    if not standing.missed and standing.next is not None:
        one = standing.next
        said = (
            f"下一期是{one.kind.label.cn} {one.period}，期限 {one.due_on}。 "
            f"Next is the {one.kind.label.en} of {one.period}, due on {one.due_on}."
        )
        if one.is_assumed:
            said += " 放假安排尚未公布，期限是推定的。 Holidays are not announced: it is assumed."
        yield Finding(Verdict.GOOD, RETURNS, said)


def _deliveries(workspace: Workspace) -> Iterator[Finding]:
    """What could not be delivered."""
    for letter in sorted(workspace.dead_letters.glob("*/*.zip")):
        said = (
            f"{letter.name} 未能送达，原因见 {letter.with_suffix('.txt')}，"
            "更正后请运行 'anping deliver --again'。 "
            "It was not delivered; the file says why. Then run 'anping deliver --again'."
        )
        yield Finding(Verdict.BAD, f"发送 delivery {letter.parent.name}", said)


def _disk(workspace: Workspace) -> Finding:
    free = shutil.disk_usage(workspace.home).free
    is_enough = free > LOW_DISK_BYTES
    cn, en = ("。", ".") if is_enough else ("，请清理出空间。", "; free some space.")
    gib = f"{free / 1024**3:.1f} GiB"
    said = f"剩余 {gib}{cn} {gib} are free{en}"
    return Finding(Verdict.GOOD if is_enough else Verdict.BAD, "磁盘 disk", said)
