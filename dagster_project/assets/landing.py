"""One landing asset a contract: sources are read, judged and kept; the check blocks."""

import time
from collections.abc import Iterator

from dagster import (
    AssetCheckResult,
    AssetCheckSpec,
    AssetKey,
    AssetsDefinition,
    MaterializeResult,
    ResourceParam,
    asset,
)

from dagster_project.assets.failures import in_words, raise_complaints
from dagster_project.checks import predicates
from dagster_project.checks.expectations import Outcome
from dagster_project.warehouse import landing
from dagster_project.warehouse.landing import Landed
from dagster_project.warehouse.manifest import Delivery
from dagster_project.warehouse.session import Session
from data_contracts.model import SourceContract

CHECK = "contract"


def landing_asset(contract: SourceContract) -> AssetsDefinition:
    """The asset that lands the deliveries of `contract`."""
    key = AssetKey(["landing", contract.id])
    referenced = {c.references.contract for c in contract.columns if c.references} - {contract.id}

    @asset(
        key=key,
        deps=[AssetKey(["landing", name]) for name in sorted(referenced)],
        group_name="landing",
        description=contract.description.both(),
        kinds={"polars", "parquet"},
        owners=[f"team:{contract.owner}"],
        check_specs=[
            AssetCheckSpec(
                CHECK,
                asset=key,
                blocking=True,
                description="错误占比未超限，且入库行符合合同全部规则。 "
                "The error share is within its limit and accepted rows meet every rule.",
            )
        ],
    )
    def land(warehouse: ResourceParam[Session]) -> Iterator[MaterializeResult[None]]:
        started = time.monotonic()
        with in_words(warehouse.workspace):
            landed = landing.land(warehouse, contract)
        yield MaterializeResult(
            asset_key=key,
            metadata=_metadata(landed, time.monotonic() - started),
            check_results=[_check(contract, landed)],
        )
        raise_complaints(warehouse, landed.complaints)

    return land


def _metadata(landed: Landed, seconds: float) -> dict[str, int | float]:
    return {
        "deliveries": len(landed.deliveries),
        "rows_in": sum(d.read_count for d in landed.deliveries),
        "rows_accepted": sum(d.accepted_count for d in landed.deliveries),
        "rows_quarantined": sum(d.quarantined_count for d in landed.deliveries),
        "rows_ignored": sum(d.ignored_count for d in landed.deliveries),
        "seconds": round(seconds, 2),
    }


def _check(contract: SourceContract, landed: Landed) -> AssetCheckResult:
    said = [_refusal(contract, delivery) for delivery in landed.refused]
    said += [_breach(contract, outcome) for outcome in landed.broken]
    return AssetCheckResult(
        check_name=CHECK,
        passed=not said,
        description="\n".join(said) or None,
        metadata={"expectations": landed.asserted_count, "broken": len(landed.broken)},
    )


def _refusal(contract: SourceContract, delivery: Delivery) -> str:
    bad, read = delivery.quarantined_count, delivery.read_count
    if not delivery.accepted_count:
        cn, en = f"{read} 行中没有一行可入库", f"none of its {read} rows can be loaded"
    else:
        share, limit = f"{bad / read:.1%}", f"{contract.max_error_share:.0%}"
        cn = f"{read} 行中有 {bad} 行（{share}）有错，超过上限 {limit}"
        en = f"{bad} of {read} rows ({share}) are faulty and the limit is {limit}"
    return (
        f"{delivery.file}：整份拒收，{cn}；请用 'anping check {delivery.mapping}' 查看错误，"
        "更正后重新提供，或移走该文件，上一个快照仍在使用。\n"
        f"{delivery.file}: refused, for {en}; 'anping check {delivery.mapping}' lists the faults. "
        "Correct it or take it away; the last snapshot still serves"
    )


def _breach(contract: SourceContract, outcome: Outcome) -> str:
    rule = predicates.describe(contract, outcome.rule).cn
    return (
        f"{contract.label.cn}：入库行在列 {outcome.column} 上违反规则 {outcome.rule}（{rule}），"
        "本次一行也未保留，请告知维护人员。\n"
        f"{contract.label.en}: accepted rows break {outcome.rule} on {outcome.column}; "
        "none was kept"
    )
