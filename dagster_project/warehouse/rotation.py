"""The change to a new pseudonym key: every source is read again, under the new one.

Until the new snapshot is published nothing of it counts: its manifest is only in memory, its
rows lie under ids that no other delivery has, and its key beside the one in use. The one
change of the manifest that publishes it makes all of it count at once, and says what is left
to do: to put the key in its place and to remove whatever holds old pseudonyms. That is done
there and then, or by the next run where this one was killed.

Nothing joins rows of old and new pseudonyms, so registers that hold any begin anew.
"""

from collections.abc import Iterator
from datetime import datetime

import duckdb

from dagster_project.checks.predicates import literal
from dagster_project.settings import Workspace
from dagster_project.warehouse import durable, pseudonyms, publish
from dagster_project.warehouse.manifest import Delivery, Manifest, Rotation, accepted_file
from data_contracts import loader
from data_contracts.configuration import ConfigurationError
from data_contracts.model import Classification, SourceContract


def begin(workspace: Workspace, outgoing: Manifest, at: datetime) -> Manifest:
    """The manifest to come, not saved: without deliveries of registers that hold pseudonyms.

    Raises:
        ConfigurationError: the new key is none, or no new one.
    """
    key = pseudonyms.prepare(workspace, outgoing)
    kept = [d for d in outgoing.deliveries if d.contract not in _pseudonymised()]
    fed = {delivery.mapping for delivery in kept}
    loaded_at = max([at, *(d.loaded_at for d in outgoing.deliveries[-1:])])
    return Manifest(
        deliveries=kept,
        releases=outgoing.releases,  # They are counts, and hold no pseudonym.
        files={name: seen for name, seen in outgoing.files.items() if name in fed},
        key_print=pseudonyms.fingerprint(key),
        rotation=Rotation(at=loaded_at, last_id=outgoing.next_id - 1, is_cleared=False),
    )


def refuse_loss(workspace: Workspace, outgoing: Manifest, incoming: Manifest) -> None:
    """Refuses to go on where sources no longer give what they once gave.

    Raises:
        ConfigurationError: rows would be lost; it names the sources.
    """
    lost = [
        delivery
        for contract in _pseudonymised().values()
        for delivery in _lost(workspace, contract, outgoing, incoming)
    ]
    if not lost:
        return
    named = sorted({f"{d.mapping}（{d.increment_of or d.file}）" for d in lost})
    listed = "、".join(named)
    raise ConfigurationError(
        f"以下来源不再提供以前入库的数据，更换密钥会丢失这些数据，因此密钥未更换：{listed}；"
        "请重新提供后再运行 'anping rotate-key'。",
        "these sources no longer give what was loaded from them, and rotating the key would lose "
        f"it, so the old key stays: {listed}; provide it again and run 'anping rotate-key' then",
    )


def finish(workspace: Workspace, manifest: Manifest) -> None:
    """Does what a rotation that counts has left: the key takes its place, old pseudonyms go."""
    rotation = manifest.rotation
    if rotation is None or rotation.is_cleared:
        return
    pseudonyms.take_over(workspace)
    publish.retain(workspace, manifest, keep=1)
    publish.discard_strays(workspace, manifest)
    durable.discard(workspace.scratches)
    manifest.rotation = rotation.model_copy(update={"is_cleared": True})
    manifest.save(workspace)


def _pseudonymised() -> dict[str, SourceContract]:
    return {
        contract.id: contract
        for contract in loader.source_contracts().values()
        if any(c.classification is Classification.PSEUDONYMISE for c in contract.columns)
    }


def _lost(
    workspace: Workspace, contract: SourceContract, outgoing: Manifest, incoming: Manifest
) -> Iterator[Delivery]:
    """Earlier deliveries of a register that the present ones do not stand for.

    One whose very content was read again, from whatever file, is there.
    """
    before, now = _with_rows(outgoing, contract), _with_rows(incoming, contract)
    contents = {delivery.content for delivery in now}
    missing = [*_lost_snapshots(before, now), *_lost_others(workspace, contract, before, now)]
    return (delivery for delivery in missing if delivery.content not in contents)


def _lost_snapshots(before: list[Delivery], now: list[Delivery]) -> Iterator[Delivery]:
    """Those that held, where the same source gives nothing for their scope that stands as high."""
    for scope, held in _highest(before).items():
        present = _highest(now).get(scope)
        if present is None or present.order < held.order:
            yield held


def _highest(deliveries: list[Delivery]) -> dict[tuple[str, str | None], Delivery]:
    snapshots = [delivery for delivery in deliveries if delivery.mode == "snapshot"]
    ascending = sorted(snapshots, key=lambda delivery: (delivery.order, delivery.reading))
    return {(delivery.mapping, delivery.scope): delivery for delivery in ascending}


def _lost_others(
    workspace: Workspace, contract: SourceContract, before: list[Delivery], now: list[Delivery]
) -> Iterator[Delivery]:
    """Those whose place gives no rows, and all of them where the register lacks keys it had.

    What a place gave once it may have given in parts, so that nothing tells which part is gone.
    """
    held, present = ([d for d in of if d.mode != "snapshot"] for of in (before, now))
    has_fewer = _key_count(workspace, contract, present) < _key_count(workspace, contract, held)
    places = {_place(delivery) for delivery in present}
    return (delivery for delivery in held if has_fewer or _place(delivery) not in places)


def _with_rows(manifest: Manifest, contract: SourceContract) -> list[Delivery]:
    return [d for d in manifest.accepted(contract.id) if d.accepted_count]


def _place(delivery: Delivery) -> tuple[str, str]:
    return delivery.mapping, delivery.increment_of or delivery.file


def _key_count(workspace: Workspace, contract: SourceContract, deliveries: list[Delivery]) -> int:
    """How many records of a register are in these deliveries, by whatever pseudonyms."""
    paths = ", ".join(literal(accepted_file(workspace, delivery)) for delivery in deliveries)
    if not paths:
        return 0
    columns = ", ".join(f'"{name}"' for name in contract.key)
    with duckdb.connect() as connection:
        counted = connection.execute(
            f"SELECT count(*) FROM (SELECT DISTINCT {columns} "
            f"FROM read_parquet([{paths}], union_by_name = true))"
        ).fetchall()
    return int(counted[0][0])
