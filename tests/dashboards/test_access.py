"""The matrix of rights on pages: who finds which page, and from what each page reads."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards import queries
from data_contracts import audit, cuts
from data_contracts.access import Scope
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot
from tests.dashboards.conftest import ONE_PAGE, OpenApp, shown
from tests.dashboards.fixture_world import HOME, TOWNS

ALL = ["总览", "线索", "督办台账", "指标", "趋势", "比较", "满意度", "行业", "风险研判"]
ALL += ["考核评分", "指标手册", "数据质量"]
FOUND = {
    "leader": ALL,
    "unit": [*ALL, "数据填报"],
    "analyst": [*ALL, "查询"],
    "steward": [*ALL, "查询", "数据填报"],
    "admin": [*ALL, "查询", "数据填报", "访问记录"],
}
RIGHTS = {
    "leader": "{role: leader}",
    "leader of a town": f'{{role: leader, areas: ["{HOME}"]}}',
    "unit": f"{{role: unit, units: [{HOME}_police_station], grants: [office]}}",
    "analyst of a sector": "{role: analyst, sectors: [mineral], grants: [office]}",
    "steward": "{role: steward, mechanisms: [SUP]}",
}


def allow(home: Path, rights: str) -> None:
    """Whoever sits at the machine has these rights."""
    text = f"access: {{accounts: {{here: {rights}}}}}"
    (home / "anping.yml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("role", FOUND)
def test_pages__a_role_finds_its_own(open_app: OpenApp, tmp_path: Path, role: str) -> None:
    units = f", units: [{HOME}_police_station]" if role == "unit" else ""
    allow(tmp_path, f"{{role: {role}{units}}}")
    app = open_app()
    assert [link.label for link in app.get("page_link")] == FOUND[role]


@pytest.mark.parametrize("page", ONE_PAGE)
@pytest.mark.parametrize("rights", RIGHTS)
def test_pages__read_nothing_but_what_the_account_may_see(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rights: str, page: str
) -> None:
    opened: set[tuple[Path, Outlet]] = set()
    connect = queries.connect

    def watched(snapshot: Snapshot, outlet: Outlet = Outlet.OPEN) -> object:
        opened.add((snapshot.folder, outlet))
        return connect(snapshot, outlet)

    monkeypatch.setattr(queries, "connect", watched)
    allow(tmp_path, RIGHTS[rights])
    app = open_app(page=page)
    assert not app.exception
    folders = {folder for folder, _ in opened}
    if rights == "leader":
        assert {folder.parent.name for folder in folders} == {"published"}
    else:
        assert {folder.parents[1].name for folder in folders} == {cuts.FOLDER}
        assert len(folders) == 1
    granted = {Outlet.OFFICE} if "office" in RIGHTS[rights] and page == "clues" else set()
    assert {outlet for _, outlet in opened} == {Outlet.OPEN} | granted


def test_pages__one_that_a_role_may_not_see_says_so(open_app: OpenApp, tmp_path: Path) -> None:
    open_app()
    allow(tmp_path, "{role: leader}")
    app = AppTest.from_function(_sql_as_in_the_app, default_timeout=60).run()
    assert "没有“查询”的权限" in shown(app)
    assert not app.text_area


def _sql_as_in_the_app() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import sql
    from data_contracts.access import Deed

    entrance.enter()
    draw(sql.show, Deed.QUERY)


def test_pages__names_of_other_units_are_gone_from_a_unit_s_ledger(
    open_app: OpenApp, tmp_path: Path
) -> None:
    other = f"{TOWNS[HOME]}综治中心"
    whole = shown(open_app(page="ledger"))
    assert other in whole
    allow(tmp_path, f"{{role: unit, units: [{HOME}_police_station]}}")
    app = open_app("kept", page="ledger")
    assert other not in shown(app)


def test_policy__one_that_cannot_be_read_lets_nobody_in(open_app: OpenApp, tmp_path: Path) -> None:
    allow(tmp_path, "{role: emperor}")
    app = open_app()
    said = shown(app)
    assert "access.accounts.here.role" in said
    assert "快照" not in said


def test_policy__without_sign_in_another_address_lets_nobody_in(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit import config

    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    try:
        said = shown(open_app())
    finally:
        config.set_option("server.address", before)
    assert "只能在本机" in said
    assert "快照" not in said


def test_cut__of_the_same_scope_in_another_order_is_the_same() -> None:
    assert Scope(areas=("a", "b")).print_ == Scope(areas=("b", "a", "b")).print_


def test_view_as__shows_what_the_other_sees_but_no_grant_of_its_own_lacking(
    open_app: OpenApp, tmp_path: Path
) -> None:
    (tmp_path / "anping.yml").write_text(
        "access: {accounts: {here: {role: admin}, "
        "wang: {role: analyst, grants: [office, restricted]}, "
        f"tuke: {{role: unit, units: [{HOME}_police_station]}}}}}}",
        encoding="utf-8",
    )
    app = open_app()
    app.selectbox(key="look-as").set_value("wang").run()
    assert "正以账户 wang（分析员）的权限查看" in shown(app)
    assert [link.label for link in app.get("page_link")] == FOUND["analyst"]
    seen = app.session_state["account"][0]
    assert seen.outlets == (Outlet.OPEN,)
    said = json.loads((tmp_path / audit.FILE).read_text("utf-8").splitlines()[-1])
    assert (said["what"], said["as"]) == ("view_as", "wang")
    assert said["account"] != "wang"
    app.button(key="end-view-as").click().run()
    assert [link.label for link in app.get("page_link")] == FOUND["admin"]


def test_view_as__is_for_administrators(open_app: OpenApp, tmp_path: Path) -> None:
    (tmp_path / "anping.yml").write_text(
        "access: {accounts: {here: {role: analyst}, wang: {role: steward}}}", encoding="utf-8"
    )
    app = open_app()
    assert not [one for one in app.selectbox if one.key == "look-as"]
    app.session_state["view-as"] = "wang"
    app.run()
    assert [link.label for link in app.get("page_link")] == FOUND["analyst"]
