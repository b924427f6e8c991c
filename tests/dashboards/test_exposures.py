"""Exposures tell the truth: every page and delivery is one, and reads what it says it reads."""

import ast
import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot
import yaml
from sqlglot import exp
from streamlit.testing.v1 import AppTest

from dagster_project.deliveries import package
from dagster_project.returns import agenda, contents
from dagster_project.scorecards import lines
from dashboards import view
from dashboards.ledger import DUTIES
from dashboards.workspace import HOME_VARIABLE
from data_contracts import access, loader
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.renderings import template
from data_contracts.returns import Kind
from data_contracts.snapshot import Snapshot
from tests.dashboards.conftest import APP, TODAY
from tests.dashboards.snapshot_fixture import build_snapshot

ROOT = APP.parents[1]
EXPOSURES = ROOT / "dbt" / "exposures"
MARTS = loader.mart_contracts()
Asked = dict[Outlet, list[str]]
REF = re.compile(r"ref\('(\w+)'\)")
OTHER_CHOICES = {"scorecards": ({"level": "village"},), "indicator": ({"indicator": "RPT01"},)}
"""Choices that make a page ask more than it does at first."""


def exposures(name: str) -> dict[str, dict[str, Any]]:
    content = yaml.safe_load((EXPOSURES / name).read_text(encoding="utf-8"))
    return {one["name"]: one for one in content["exposures"]}


PAGES = {one["url"].rpartition("/")[2]: one for one in exposures("pages.yml").values()}
DELIVERIES = exposures("deliveries.yml")


def said(exposure: dict[str, Any]) -> list[str]:
    return [REF.fullmatch(ref)[1] for ref in exposure["depends_on"]]  # type: ignore[index]


def models(statements: Iterable[str], outlet: Outlet) -> list[str]:
    """The models that stand behind the tables which some SQL names."""
    named = {
        table.name
        for statement in statements
        for table in sqlglot.parse_one(statement, dialect="duckdb").find_all(exp.Table)
    }
    return sorted(
        f"open_{name}" if outlet is Outlet.OPEN and MARTS[name].is_protected else name
        for name in named & MARTS.keys()
    )


def navigation() -> dict[str, str]:
    """The label of every page in the app's navigation, by its path."""
    found = {}
    for node in ast.walk(ast.parse(APP.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id="_page"),
                args=[
                    _,
                    ast.Call(args=[ast.Constant(cn), ast.Constant(en)]),
                    ast.Constant(path),
                    *_,
                ],
            ):
                found[str(path)] = f"{cn} {en}"
    return found


class Recorded:
    """A connection to a snapshot that keeps what it is asked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, asked: Asked, outlet: Outlet) -> None:
        self._connection, self._asked, self._outlet = connection, asked, outlet

    def sql(self, statement: str, **options: Any) -> duckdb.DuckDBPyRelation:
        self._asked[self._outlet].append(statement)
        return self._connection.sql(statement, **options)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> "Recorded":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What a granted account asks of a full snapshot from now on, by whatever part of a page."""
    build_snapshot(tmp_path, TODAY - timedelta(days=1))
    granted = {access.HERE: {"role": "admin", "grants": ["office", "restricted"]}}
    settings = yaml.safe_dump({"access": {"accounts": granted}})
    (tmp_path / "anping.yml").write_text(settings, encoding="utf-8")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    monkeypatch.setattr(view, "today", lambda: TODAY)
    found: Asked = {outlet: [] for outlet in Outlet}
    connect = snapshots.connect

    def recorded(snapshot: Snapshot, outlet: Outlet = Outlet.OPEN) -> Recorded:
        return Recorded(connect(snapshot, outlet), found, outlet)

    for place in ("data_contracts.snapshot.connect", "dashboards.queries.connect"):
        monkeypatch.setattr(place, recorded)
    return found


def _page(module: str) -> None:
    from importlib import import_module

    from dashboards import entrance
    from dashboards.app import draw

    entrance.enter()
    draw(import_module(f"dashboards.app_pages.{module}").show)


def _every_slide() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import wall

    entrance.enter()
    draw(lambda view: [slide() for _, slide in wall.slides(view)])


def test_pages__are_those_of_the_navigation_and_the_wall() -> None:
    labels = {path: page["label"] for path, page in PAGES.items() if path != "?mode=wall"}
    assert labels == navigation()
    assert "?mode=wall" in PAGES


@pytest.mark.parametrize("path", PAGES)
def test_page__reads_what_its_exposure_says(asked: Asked, path: str) -> None:
    module = path.replace("-", "_")
    for choices in ({}, *OTHER_CHOICES.get(path, ())):
        app = (
            AppTest.from_function(_every_slide, default_timeout=60)
            if path == "?mode=wall"
            else AppTest.from_function(_page, args=(module,), default_timeout=60)
        )
        app.query_params.update(choices)
        assert not app.run().exception
    if path == "submission":  # A form's lists are asked for when it is downloaded.
        for contract in loader.form_contracts():
            template.over(contract, view.queries.serving())
    read = {model for outlet in Outlet for model in models(asked[outlet], outlet)}
    assert said(PAGES[path]) == sorted(read)


def test_pages__between_them_read_every_table_that_a_query_names() -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "dashboards").glob("*queries.py")
    )
    named = (set(re.findall(r"(?:from|join) (\w+)", text)) & MARTS.keys()) | {
        f"fct_{duty.contract}" for duty in DUTIES
    }
    read = {model.removeprefix("open_") for page in PAGES.values() for model in said(page)}
    assert named == read


@pytest.mark.parametrize("kind", Kind)
def test_return__is_made_of_what_its_exposure_says(kind: Kind) -> None:
    exposure = DELIVERIES[f"return_{kind}"]
    statements = [sql.format(period="") for _, sql in contents.TABLES[kind].values()]
    assert exposure["label"].startswith(kind.label.cn)
    assert said(exposure) == models([*statements, agenda.DAYS], Outlet.OFFICE)


def test_issue__is_made_of_what_its_exposure_says() -> None:
    found = lines.FOUND.format(columns="*", period="")
    statements = [found, lines.DEFINED.format(period="")]
    assert said(DELIVERIES["issue_scorecard"]) == models(statements, Outlet.OFFICE)


def test_figures__are_made_of_what_their_exposure_says() -> None:
    statements = [f"SELECT * FROM {table}" for table in package.TABLES]
    assert said(DELIVERIES["delivery_figures"]) == models(statements, Outlet.OPEN)


def test_deliveries__are_all_there() -> None:
    returns = {f"return_{kind}" for kind in Kind}
    assert DELIVERIES.keys() == returns | {"issue_scorecard", "delivery_figures"}


def test_exposures__speak_both_languages_and_name_an_office() -> None:
    for exposure in (*PAGES.values(), *DELIVERIES.values()):
        for text in (exposure["label"], exposure["description"]):
            assert re.search(r"[\u4e00-\u9fff]", text)
            assert re.search(r"[A-Za-z]{2,}", text)
        assert exposure["owner"]["name"].endswith(("办", "中心"))
