"""The matrix of rights: every role and scope, by SQL and export, sees exactly its rows.

Which column of which table speaks of what is written here by hand, and what a scope reaches is
worked out from the demo's own world: neither is taken from the policy that is tested.
Deliveries are in tests/unit/deliveries, pages in tests/dashboards/test_access.py.
"""

import io
from pathlib import Path

import polars as pl
import pytest

from dagster_project.demo.records import World
from data_contracts import cuts, export, loader, query, sandbox
from data_contracts.access import Account, Rights, Role
from data_contracts.model import Outlet
from tests.integration.workspaces import Demo

HOME, UNIT = "150626102", "WS102-04"
WHOLE = {"dim_area", "dim_day", "dim_indicator", "dim_indicator_change", "dim_sector", "dim_unit"}
WHOLE |= {"snapshot"}
AREA, UNITS, SECTOR, INDICATOR = "area", "unit", "sector", "indicator"
SPEAKS: dict[str, dict[str, str]] = {
    "agg_clue_month": {"area_code": AREA, "unit_code": UNITS, "sector_code": SECTOR},
    "fct_asset_year": {"area_code": AREA},
    "fct_budget": {"unit_code": UNITS},
    "fct_case_review": {"unit_code": UNITS},
    "fct_case_stage_month": {"area_code": AREA},
    "fct_chart_rebase": {
        "area_code": AREA,
        "decided_by_unit_code": UNITS,
        "indicator_id": INDICATOR,
    },
    "fct_clue": {
        "town_code": AREA,
        "received_unit_code": UNITS,
        "handling_unit_code": UNITS,
        "transferring_unit_code": UNITS,
        "sector_code": SECTOR,
    },
    "fct_disclosure": {"area_code": AREA},
    "fct_grid_event": {"area_code": AREA},
    "fct_hotline_ticket": {"town_code": AREA, "unit_code": UNITS, "sector_code": SECTOR},
    "fct_mechanism_item": {"unit_code": UNITS, "sector_code": SECTOR},
    "fct_meeting": {"unit_code": UNITS},
    "fct_meeting_action": {"unit_code": UNITS},
    "fct_opinion_event": {"area_code": AREA, "unit_code": UNITS},
    "fct_party_branch_status": {"area_code": AREA},
    "fct_premises_register": {"town_code": AREA, "sector_code": SECTOR},
    "fct_protection_month": {"area_code": AREA},
    "fct_publicity": {"area_code": AREA},
    "fct_recommendation_letter": {
        "issuer_unit_code": UNITS,
        "recipient_unit_code": UNITS,
        "sector_code": SECTOR,
    },
    "fct_return_log": {"unit_code": UNITS},
    "fct_reward_month": {"area_code": AREA},
    "fct_sector_inspection": {"town_code": AREA, "sector_code": SECTOR},
    "fct_sector_issue": {"town_code": AREA, "unit_code": UNITS, "sector_code": SECTOR},
    "fct_staffing": {"unit_code": UNITS},
    "fct_supervised_case": {"town_code": AREA},
    "fct_supervised_milestone": {"town_code": AREA},
    "fct_supervision_finding": {"unit_code": UNITS},
    "fct_supervision_task": {"unit_code": UNITS},
    "fct_training": {"unit_code": UNITS},
    "fct_village_decision": {"area_code": AREA},
    "mart_clue_funnel": {"area_code": AREA, "breakdown": SECTOR},
    "mart_data_quality": {},
    "mart_forecast": {"indicator_id": INDICATOR, "subject_kind": AREA},
    "mart_indicator_component": {"indicator_id": INDICATOR, "subject_kind": AREA},
    "mart_indicator_value": {"indicator_id": INDICATOR, "subject_kind": AREA},
    "mart_overdue": {"unit_code": UNITS},
    "mart_reconciliation": {"unit_code": UNITS, "breakdown": SECTOR},
    "mart_register_month": {},
    "mart_register_state": {},
    "mart_scorecard": {"subject_kind": AREA},
    "mart_scorecard_line": {
        "subject_kind": AREA,
        "indicator_id": INDICATOR,
        "mechanism_code": "mechanism",
    },
    "mart_sector_risk": {"area_code": AREA, "sector_code": SECTOR},
    "mart_survey_score": {"area_code": AREA, "indicator_id": INDICATOR},
    "mart_trend_signal": {"indicator_id": INDICATOR, "subject_kind": AREA},
    "mart_unit_comparison": {"indicator_id": INDICATOR, "subject_kind": AREA},
}
CODES = {"subject_kind": "subject_code", "breakdown": "breakdown_code"}
"""The code beside a kind."""
BOTH: tuple[Outlet, ...] = (Outlet.OFFICE, Outlet.RESTRICTED)
ACCOUNTS = [
    Account(name=name, rights=rights)
    for name, rights in {
        "leader": Rights(role=Role.LEADER),
        "leader-of-town": Rights(role=Role.LEADER, areas=(HOME,)),
        "unit": Rights(role=Role.UNIT, units=(UNIT,)),
        "unit-granted": Rights(role=Role.UNIT, units=(UNIT,), grants=BOTH),
        "analyst": Rights(role=Role.ANALYST, grants=BOTH),
        "analyst-of-town": Rights(role=Role.ANALYST, areas=(HOME,), grants=BOTH),
        "analyst-of-sector": Rights(role=Role.ANALYST, sectors=("mineral",), grants=BOTH),
        "analyst-of-all-four": Rights(
            role=Role.ANALYST,
            areas=(HOME,),
            units=(UNIT,),
            sectors=("mineral",),
            mechanisms=("RPT",),
            grants=BOTH,
        ),
        "steward": Rights(role=Role.STEWARD, mechanisms=("SUP", "RPT"), grants=(Outlet.OFFICE,)),
        "admin": Rights(role=Role.ADMIN),
        "screen": Rights(role=Role.SCREEN, areas=(HOME,)),
    }.items()
]
CASES = [(account, outlet) for account in ACCOUNTS for outlet in account.outlets]


def reach(world: World, demo: Demo, rights: Rights) -> dict[str, set[str]]:
    """The codes inside by kind, of those that are limited, from the world's own lists."""
    found: dict[str, set[str]] = {}
    if rights.areas:
        found[AREA] = set(rights.areas)
        for _ in range(4):  # Levels of areas; one that has moved is inside where it ever was.
            found[AREA] |= {a.area_code for a in world.areas if a.parent_code in found[AREA]}
    if rights.areas or rights.units:
        found[UNITS] = {
            unit.unit_code
            for unit in world.units
            if (not rights.units or unit.unit_code in rights.units)
            and (not rights.areas or unit.area_code in found[AREA])
        }
    if rights.sectors:
        found[SECTOR] = set(rights.sectors)
    if rights.mechanisms:
        found["mechanism"] = set(rights.mechanisms)
        ids = demo.rows("SELECT DISTINCT indicator_id FROM dim_indicator")
        found[INDICATOR] = {name for (name,) in ids if name.startswith(rights.mechanisms)}
    return found


def expected(
    rows: pl.DataFrame, table: str, inside: dict[str, set[str]], rights: Rights, *, strict: bool
) -> pl.DataFrame:
    """The rows of `table` that may be seen, as a person would judge; alike rows once."""
    if table in WHOLE or not rights.limits:
        return rows
    codes = [*SPEAKS[table], *(CODES[name] for name in SPEAKS[table] if name in CODES)]
    if not codes:
        return rows.clear() if strict else rows
    alike = rows.select(codes).unique()
    kept = [
        all(_passes(row, SPEAKS[table], one, inside, strict=strict) for one in rights.limits)
        for row in alike.iter_rows(named=True)
    ]
    seen = alike.filter(pl.Series(kept, dtype=pl.Boolean))
    return rows.join(seen, on=codes, how="semi", nulls_equal=True, maintain_order="left")


def _passes(
    row: dict[str, object],
    speaks: dict[str, str],
    dimension: str,
    inside: dict[str, set[str]],
    *,
    strict: bool,
) -> bool:
    said: list[tuple[str, object]] = []
    for column, kind in speaks.items():
        if column == "subject_kind":
            said.append((AREA if row[column] == "area" else UNITS, row["subject_code"]))
        elif column == "breakdown":
            said += [(SECTOR, row["breakdown_code"])] if row[column] == "sector" else []
        else:
            said.append((kind, row[column]))
    wanted = {
        "areas": [AREA],
        "units": [UNITS],
        "sectors": [SECTOR],
        "mechanisms": [INDICATOR, "mechanism"],
    }[dimension]
    if (dimension == "areas" and AREA not in speaks.values()) or "subject_kind" in speaks:
        # Where no column names an area, a unit stands for the one that it belongs to.
        wanted = [*wanted, UNITS] if dimension == "areas" else wanted
    codes = [(kind, code) for kind, code in said if kind in wanted and code is not None]
    if not codes:
        return not strict
    return any(code in inside[kind] for kind, code in codes)


@pytest.mark.parametrize(
    ("account", "outlet"), CASES, ids=[f"{one.name}-{outlet}" for one, outlet in CASES]
)
def test_matrix__sql_and_export_give_exactly_the_rows_of_an_account(
    demo_town: Demo, tmp_path: Path, account: Account, outlet: Outlet
) -> None:
    cut = cuts.of(demo_town.snapshot, outlet, account.rights.scope, tmp_path)
    inside = reach(demo_town.world, demo_town, account.rights)
    for table in loader.mart_contracts().values():
        if not table.stands_in(outlet):
            continue
        sql = f"SELECT * FROM {table.id} ORDER BY ALL"
        whole = query.trusted(demo_town.snapshot, sql, outlet)
        wanted = expected(whole, table.id, inside, account.rights, strict=outlet.is_granted)
        seen = query.trusted(cut, sql, outlet)
        assert seen.equals(wanted), table.id
        given = export.write(seen, cut, "parquet")
        assert pl.read_parquet(io.BytesIO(given)).height == wanted.height


def test_matrix__every_published_table_is_judged() -> None:
    assert set(SPEAKS) | WHOLE == set(loader.mart_contracts())


def test_matrix__a_statement_of_an_analyst_reaches_nothing_but_the_cut(
    demo_town: Demo, tmp_path: Path
) -> None:
    account = next(one for one in ACCOUNTS if one.name == "analyst-of-town")
    cut = cuts.of(demo_town.snapshot, Outlet.OFFICE, account.rights.scope, tmp_path)
    sql = "SELECT count(*), count(DISTINCT area_code) FROM mart_clue_funnel"
    assert sandbox.start(cut, sql, Outlet.OFFICE).result().frame.row(0)[1] == 1
