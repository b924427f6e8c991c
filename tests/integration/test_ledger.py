"""The follow-up ledger, item by item, says the same as mart_overdue, which is held to the truth."""

from collections import Counter

from dashboards import ledger, queries
from dashboards.ledger import DUTIES, State
from tests.integration.workspaces import Demo


def test_ledger__adds_up_to_what_is_open_and_overdue_by_unit(demo: Demo) -> None:
    snapshot = demo.snapshot
    areas = {row["area_code"]: row["parent_code"] for row in queries.areas(snapshot).to_dicts()}
    [top] = [code for code, above in areas.items() if above not in areas]
    found = ledger.items(queries.ledger(snapshot, top).to_dicts(), snapshot.as_of)
    still = [item for item in found if item.state is not State.CLOSED]
    listed = Counter((item.contract, item.unit) for item in still)
    late = Counter((i.contract, i.unit) for i in still if i.state is State.OVERDUE)
    told = queries.overdue(snapshot, top).to_dicts()
    assert {duty.contract for duty in DUTIES} >= {row["contract"] for row in told}
    expected = {(row["contract"], row["unit"]): row["open_count"] for row in told}
    overdue = {(row["contract"], row["unit"]): row["overdue_count"] for row in told}
    assert listed == expected
    assert late == Counter({key: number for key, number in overdue.items() if number})
    assert late.total() > 10
