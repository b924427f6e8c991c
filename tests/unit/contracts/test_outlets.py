"""Which outlets of a snapshot hold a table, and what is said of one that is not there."""

from pathlib import Path

import pytest

from data_contracts import query
from data_contracts.loader import mart_contracts
from data_contracts.model import MartContract, Outlet
from data_contracts.snapshot import NoOutletError
from tests.unit.contracts.published import a_snapshot


def a_table(outlet: Outlet) -> MartContract:
    return next(table for table in mart_contracts().values() if table.outlet is outlet)


@pytest.mark.parametrize(
    ("widest", "holding"),
    [
        (Outlet.OPEN, {Outlet.OPEN, Outlet.OFFICE}),
        (Outlet.OFFICE, {Outlet.OFFICE}),
        (Outlet.RESTRICTED, {Outlet.RESTRICTED}),
    ],
)
def test_stands_in__widest_outlet_and_the_offices_own(widest: Outlet, holding: set[Outlet]) -> None:
    assert {outlet for outlet in Outlet if a_table(widest).stands_in(outlet)} == holding


def test_granted__all_but_the_open_one() -> None:
    assert [outlet for outlet in Outlet if not outlet.is_granted] == [Outlet.OPEN]


def test_connect__outlet_that_was_not_published(tmp_path: Path) -> None:
    snapshot = a_snapshot(tmp_path)
    snapshot.file(Outlet.OFFICE).unlink()
    with pytest.raises(NoOutletError) as caught:
        query.trusted(snapshot, "FROM thing", Outlet.OFFICE)
    for said in (caught.value.cn, caught.value.en):
        assert snapshot.id in said
        assert "office" in said
        assert "anping run" in said
    assert not snapshot.file(Outlet.OFFICE).exists()
