"""A hotline export that nobody has seen before becomes rows by a mapping file alone.

Its headers, codes, dates, separator and encoding are all its own; docs/mapping.md is all that
was consulted.
"""

from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from data_contracts import query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from tests.integration.command import Ended, anping
from tests.integration.workspaces import HOME, REFERENCE, deliver, map_plainly

MAPPING = f"""\
# 市级平台导出 the city platform's export
contract: hotline_ticket
files: inbox/platform/*.txt
encoding: utf-16
header_rows: [2, 3]
ignore_rows: [Summe]
delivery: snapshot
scope: {{month_of: created_on, in_name: 'export-(\\d{{4}})(\\d{{2}})'}}
columns:
  ticket_id: Nr
  area_code: {{from: Ort, codes: {{Tuke: "{HOME}", Banner: "150626"}}}}
  unit_code: {{from: Amt, codes: {{Polizei: TK2, Büro: TK1}}}}
  sector_code: {{from: Feld, codes: {{Bergbau: mineral}}}}
  class: {{from: Art, codes: {{B: complaint, A: request}}}}
  created_on: {{from: Datum/Eingang, format: "%d.%m.%Y"}}
  due_on: {{from: Datum/Frist, format: "%d.%m.%Y"}}
  closed_on: {{from: Datum/Ende, format: "%d.%m.%Y"}}
  is_contacted_in_24h: {{from: K24, codes: {{Ja: "true", Nein: "false"}}}}
  is_solved: {{from: Gelöst, codes: {{Ja: "true", Nein: "false"}}}}
  is_satisfied: {{from: Zufrieden, codes: {{Ja: "true", Nein: "false"}}}}
  is_excluded: {{value: "否"}}
  rework_count: {{value: 0}}
"""
LINES = (
    "Export der Hotline;;;;;;;;;;;;",
    "Nr;Ort;Amt;Feld;Art;Datum;;;K24;Gelöst;Zufrieden;Anrufer;Telefon",
    ";;;;;Eingang;Frist;Ende;;;;;",
    "A-1;Tuke;Polizei;Bergbau;B;03.10.2026;13.10.2026;09.10.2026;Ja;Ja;Ja;Otto;15400000001",
    "A-2;Tuke;Büro;;A;04.10.2026;14.10.2026;20.10.2026;Nein;Nein;;Emma;15400000002",
    "A-3;Banner;Büro;;A;05.10.2026;15.10.2026;;Ja;;;Karl;15400000003",
    "Summe 3;;;;;;;;;;;;",
)


@pytest.fixture
def workspace(plot: Path) -> Workspace:
    """A new workspace, made by the command, with reference tables and the foreign export."""
    made = Workspace(plot / "new")
    assert anping(made, "init", "--home-area", HOME).code == 0
    for contract, lines in REFERENCE.items():
        deliver(made, f"{contract}.csv", *lines)
        map_plainly(made, contract, f"inbox/{contract}.csv")
    deliver(made, "platform/export-202610.txt", *LINES, encoding="utf-16")
    (made.mappings / "platform.yml").write_text(MAPPING, encoding="utf-8")
    return made


def test_foreign_csv__becomes_tickets(workspace: Workspace) -> None:
    checked = anping(workspace, "check", "platform")
    assert_accepted(checked)
    ran = anping(workspace, "run")
    assert ran.code == 0, ran.err
    serving = snapshots.current(workspace.published)
    rows = query.trusted(
        serving,
        "SELECT town_code, unit_code, sector_code, class, CAST(created_week AS VARCHAR), "
        "is_on_time, is_contacted_in_24h, is_solved, is_satisfied, is_excluded, rework_count "
        "FROM fct_hotline_ticket ORDER BY created_week, unit_code DESC, is_closed DESC",
        Outlet.RESTRICTED,
    ).rows()
    assert rows == [
        (HOME, "TK2", "mineral", "complaint", "2026-09-28", True, True, True, True, False, 0),
        (HOME, "TK1", None, "request", "2026-09-28", False, False, False, None, False, 0),
        (None, "TK1", None, "request", "2026-10-05", False, True, None, None, False, 0),
    ]
    figures = query.trusted(
        serving,
        "SELECT subject_code, denominator FROM mart_indicator_value WHERE indicator_id = 'EVA06' "
        "AND subject_kind = 'area' AND period = '2026-10' ORDER BY ALL",
        Outlet.OFFICE,
    ).rows()
    assert figures == [("150626", 3), (HOME, 2)]


def assert_accepted(checked: Ended) -> None:
    assert checked.code == 0, checked.said
    assert "export-202610.txt" in checked.out
    assert "3 rows read, 3 accepted, 0 quarantined, 1 ignored" in checked.out
    assert "2 columns of the source not read" in checked.out
