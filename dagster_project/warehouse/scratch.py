"""The past as it was known: a scratch warehouse of the deliveries that a day had seen.

It is always built from the start and never touches what serves. Accepted rows are shared
with the real warehouse, for they are never changed; everything else lies in
`scratch/<day>/`, and is made anew each time.
"""

from datetime import date, datetime, time

from dagster_project.settings import TIME_ZONE, Workspace
from dagster_project.warehouse import durable, transform
from dagster_project.warehouse.manifest import Manifest
from data_contracts.complaint import Complaint


class UnknownPastError(Complaint):
    """Nothing was known on the day asked for, or it is not over yet."""


def last_moment(day: date) -> datetime:
    """The last instant of `day` where the product is used."""
    return datetime.combine(day, time.max, TIME_ZONE)


def lay_out(workspace: Workspace, day: date, now: datetime) -> Workspace:
    """A scratch workspace that knows the deliveries loaded by the end of `day`, and no build.

    Raises:
        UnknownPastError: nothing had been loaded by then or is known of it any more, or the day
            is still to come.
    """
    manifest = Manifest.load(workspace)
    if day > now.astimezone(TIME_ZONE).date():
        raise UnknownPastError(
            f"{day} 还没有到，请给出今天或以前的日期。",
            f"{day} is still to come; give today or an earlier day",
        )
    if manifest.rotation and last_moment(day) < manifest.rotation.at:
        rotated_on = manifest.rotation.at.astimezone(TIME_ZONE).date()
        raise UnknownPastError(
            f"化名密钥已于 {rotated_on} 更换，此前的入库历史不再保留，{day} 的答案是“未知”。",
            f"the pseudonym key was rotated on {rotated_on}, and what was known before is no "
            f"longer kept; of {day} the answer is 'unknown'",
        )
    known = [d for d in manifest.deliveries if d.loaded_at <= last_moment(day)]
    if not known:
        first = min((d.loaded_at for d in manifest.deliveries), default=None)
        since = first.astimezone(TIME_ZONE).date() if first else None
        raise UnknownPastError(
            f"{day} 当日没有任何已入库的数据，答案是“未知”"
            + (f"；最早的入库日期是 {since}。" if since else "；请先运行 'anping run'。"),
            f"nothing had been loaded by {day}, so the answer is 'unknown'; "
            + (f"the first load was on {since}" if since else "run 'anping run' first"),
        )
    scratch = workspace.scratch(day)
    for folder in (scratch.warehouse, scratch.published):
        durable.discard(folder)
    transform.hand_over(workspace, scratch)
    Manifest(deliveries=known, key_print=manifest.key_print).save(scratch)
    return scratch
