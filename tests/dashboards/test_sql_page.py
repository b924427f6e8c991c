"""The page of analysts, drawn without a browser: answers, errors, saving, history, and who sees."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboards import app as entry
from dashboards import sql_desk, workspace
from dashboards.saved_queries import FILE, KEPT, Ending, Shelf
from dashboards.sql_desk import EDITOR, Desk
from dashboards.sql_examples import EXAMPLES, Example
from dashboards.view import View
from data_contracts import sandbox
from data_contracts.access import Account, Rights, Role
from data_contracts.complaint import Complaint
from data_contracts.model import Outlet
from data_contracts.snapshot import current
from data_contracts.turns import Turn, half_the_cores
from tests.dashboards.conftest import OpenApp, shown

ENDLESS = "SELECT count(*) FROM range(1000000000) AS a, range(1000000) AS b"
SignIn = Callable[..., None]


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Whoever looks at the page from now on has that name and those grants."""
    look = entry.look

    def as_(name: str, *grants: Outlet) -> None:
        account = Account(name=name, rights=Rights(role=Role.ANALYST, grants=grants))
        monkeypatch.setattr(entry, "look", lambda _, by: look(account, by))

    return as_


@pytest.fixture
def cancelled(monkeypatch: pytest.MonkeyPatch) -> list[Turn]:
    """The statements that are told to end."""
    told: list[Turn] = []
    cancel = Turn.cancel

    def tell(turn: Turn) -> None:
        told.append(turn)
        cancel(turn)

    monkeypatch.setattr(Turn, "cancel", tell)
    return told


def desk(app: AppTest) -> Desk:
    found: Desk = app.session_state[sql_desk.KEY]
    return found


def ask(app: AppTest, statement: str) -> AppTest:
    """Runs a statement and draws the page once it is over."""
    app.text_area(key=EDITOR).set_value(statement)
    app.button(key="run").click().run()
    if question := desk(app).question:
        ended(question)
        app.run()
    assert not app.exception
    return app


def ended(question: sql_desk.Question) -> None:
    """Waits until it is over, one way or the other."""
    with suppress(Complaint):
        question.turn.result()
    assert question.turn.is_done()


def test_sql__answers_with_a_table_of_right_aligned_numbers_and_empty_nulls(
    open_app: OpenApp,
) -> None:
    app = ask(
        open_app("full", page="sql"),
        "SELECT 'x' AS word, 2026 AS overdue_count, NULL::INTEGER AS nothing, 0.12345650 AS share,"
        " DATE '2026-03-01' AS day, [1, 2] AS list",
    )
    text = shown(app)
    assert "共1行" in text
    [row] = re.findall(r"<tbody>(.*?)</tbody>", text)
    cells = re.findall(r'<t[hd] (?:scope="row" )?class="ap-(\w+)"[^>]*>(.*?)</t[hd]>', row)
    plain = [(align, re.sub("<.*?>", "", cell)) for align, cell in cells]
    assert plain == [
        ("left", "x"),
        ("right", "2026"),
        ("right", ""),
        ("right", "0.123457"),
        ("left", "2026-03-01"),
        ("left", "1；2"),
    ]
    assert "超期数<code>overdue_count</code>" in text
    assert "快照 20261123-20e6bda6 · 截止 2026-11-22 · 演示数据 · 公开出口" in text


def test_sql__lists_200_rows_and_counts_all(open_app: OpenApp) -> None:
    text = shown(ask(open_app("full", page="sql"), "SELECT i FROM range(1234) AS r (i)"))
    assert "共1,234行" in text
    assert "列出前200行" in text
    assert len(re.findall(r'<th scope="row"', text)) == 200


def test_sql__says_that_a_result_is_cut(open_app: OpenApp) -> None:
    text = shown(ask(open_app("full", page="sql"), "SELECT i FROM range(100001) AS r (i)"))
    assert "结果过多，只取了前100,000行" in text


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.key)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_example__is_put_into_the_editor_and_answered(
    open_app: OpenApp, tmp_path: Path, example: Example, language: str
) -> None:
    app = open_app("full", page="sql", lang=language)
    app.button(key=f"example-{example.key}").click().run()
    assert app.text_area(key=EDITOR).value == example.statement
    ask(app, app.text_area(key=EDITOR).value)
    answer = desk(app).answer
    assert answer is not None
    file = tmp_path / "published" / "20261123-20e6bda6" / "open.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        expected = connection.sql(example.statement).fetchall()
    assert len(expected) > 0
    assert answer.result.frame.height == len(expected)


def test_example__counts_what_the_register_holds(open_app: OpenApp) -> None:
    """Four issues of minerals, two of them closed and one overdue; one closed of transport."""
    app = open_app("full", page="sql")
    app.button(key="example-sectors").click().run()
    ask(app, app.text_area(key=EDITOR).value)
    answer = desk(app).answer
    assert answer is not None
    assert answer.result.frame.rows() == [("矿产资源", 4, 2, 1), ("交通运输", 1, 1, 0)]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT * FROM clues_of_everyone", "没有这张表或这个函数"),
        ("SELECT nam FROM dim_area", "没有这一列"),
        ("SELECT name + 1 FROM dim_area", "函数或运算的用法不对"),
        ("SELEC 1", "写法有误"),
        ("SELECT 1; SELECT 2", "只能执行一条 SELECT 语句"),
        ("DROP TABLE dim_area", "只能执行一条 SELECT 语句"),
        ("SELECT name::INTEGER FROM dim_area", "语句执行失败"),
    ],
)
def test_sql__says_in_words_what_is_wrong(open_app: OpenApp, statement: str, said: str) -> None:
    app = ask(open_app("full", page="sql"), statement)
    text = shown(app)
    assert 'role="alert"' in text
    assert said in text
    assert "图克镇" not in text.partition('role="alert"')[2], "a cell is quoted"
    assert app.text_area(key=EDITOR).value == statement


def test_sql__an_empty_editor_is_asked_to_be_filled(open_app: OpenApp) -> None:
    assert "编辑框是空的" in shown(ask(open_app("full", page="sql"), "  "))


def test_sql__is_cancelled_and_says_so(
    open_app: OpenApp, tmp_path: Path, cancelled: list[Turn]
) -> None:
    app = open_app("full", page="sql")
    app.text_area(key=EDITOR).set_value(ENDLESS)
    app.button(key="run").click().run()
    question = desk(app).question
    assert question is not None
    assert "正在运行" in shown(app)
    app.button(key="cancel").click().run()
    text = shown(app)
    assert "已取消" in text
    assert "正在运行" not in text
    assert app.text_area(key=EDITOR).value == ENDLESS
    assert cancelled == [question.turn]
    ended(question)
    [asked] = Shelf(tmp_path / FILE, desk(app).account).history()
    assert asked.ending is Ending.CANCELLED


def test_sql__a_new_statement_takes_the_place_of_one_that_runs(
    open_app: OpenApp, cancelled: list[Turn]
) -> None:
    app = open_app("full", page="sql")
    app.text_area(key=EDITOR).set_value(ENDLESS)
    app.button(key="run").click().run()
    first = desk(app).question
    assert first is not None
    assert "共1行" in shown(ask(app, "SELECT 1 AS one"))
    assert cancelled == [first.turn]
    ended(first)


def test_sql__waits_its_turn_in_words_and_then_runs_by_itself(open_app: OpenApp) -> None:
    app = open_app("full", page="sql")
    snapshot = current(workspace.home() / "published")
    start = partial(sandbox.start, snapshot, ENDLESS, Outlet.OPEN, sql_desk.LIMITS)
    others = [sql_desk.turns().take(f"other {n}", start) for n in range(half_the_cores())]
    app.text_area(key=EDITOR).set_value("SELECT 4711 AS n")
    app.button(key="run").click().run()
    question = desk(app).question
    assert question is not None
    assert f"正在排队，已0秒；前面还有{len(others)}条语句，轮到后自动运行" in shown(app)
    for other in others:
        other.cancel()
    ended(question)
    assert "4711" in shown(app.run())


def test_outlets__are_chosen_among_those_that_are_granted(
    open_app: OpenApp, sign_in: SignIn, tmp_path: Path
) -> None:
    app = open_app("full", page="sql")
    assert not [one for one in app.segmented_control if one.key == "choice-outlet"]
    statement = "SELECT count(*) AS n FROM mart_reconciliation"
    assert "没有这张表" in shown(ask(app, statement))
    sign_in("analyst", Outlet.OFFICE)
    app = open_app("as it is", page="sql", outlet="office")
    assert app.segmented_control(key="choice-outlet").options == ["公开", "内部"]
    assert "内部出口" in shown(ask(app, statement))
    lines = (tmp_path / "logs" / "access.jsonl").read_text("utf-8").splitlines()
    last = json.loads(lines[-1])
    assert last["outlet"] == "office"
    assert last["statement_sha256"] == sha256(statement.encode()).hexdigest()
    assert "mart_reconciliation" not in "".join(lines)


def test_outlets__one_that_is_not_granted_cannot_be_asked_by_address(
    open_app: OpenApp, sign_in: SignIn
) -> None:
    sign_in("analyst", Outlet.OFFICE)
    app = open_app("full", page="sql", outlet="restricted")
    ask(app, "SELECT 1 AS one")
    answer = desk(app).answer
    assert answer is not None
    assert answer.outlet is Outlet.OPEN


def test_outlet__that_is_not_opened_is_said_in_words_and_nothing_is_asked(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Complaint("没有获准打开，请找管理员。", "not granted; ask the administrator")

    monkeypatch.setattr(View, "opened", refuse)
    app = ask(open_app("full", page="sql", beside="history"), "SELECT 1 AS one")
    text = shown(app)
    assert "没有获准打开，请找管理员。" in text
    assert desk(app).question is None
    assert desk(app).answer is None
    assert "· 没有打开" in text


def test_answer__goes_when_its_outlet_is_no_longer_granted(
    open_app: OpenApp, sign_in: SignIn
) -> None:
    sign_in("analyst", Outlet.OFFICE)
    app = ask(open_app("full", page="sql", outlet="office"), "SELECT 4711 AS secret")
    assert "4711" in shown(app)
    sign_in("analyst")
    assert "4711" not in shown(app.run())


def test_desk__is_empty_for_who_signs_in_next(open_app: OpenApp, sign_in: SignIn) -> None:
    sign_in("first")
    app = ask(open_app("full", page="sql"), "SELECT 4711 AS secret")
    sign_in("second")
    app.run()
    assert "4711" not in shown(app)
    assert app.text_area(key=EDITOR).value == ""


def save(app: AppTest, statement: str, name: str) -> AppTest:
    app.text_area(key=EDITOR).set_value(statement)
    app.button(key="keep").click().run()
    app.text_input(key="sql-name").set_value(name)
    app.button(key="keep-named").click().run()
    assert not app.exception
    return app


def test_saved__survives_the_session_and_is_seen_by_its_account_alone(
    open_app: OpenApp, sign_in: SignIn
) -> None:
    sign_in("first")
    assert "已保存为“超期”" in shown(save(open_app("full", page="sql"), "SELECT 4711", "超期"))
    again = open_app("as it is", page="sql", beside="saved")
    assert "SELECT 4711" in shown(again)
    again.button(key="open-超期").click().run()
    assert again.text_area(key=EDITOR).value == "SELECT 4711"
    sign_in("second")
    for part in ("saved", "history"):
        other = shown(open_app("as it is", page="sql", beside=part))
        assert "4711" not in other
        assert "超期" not in other


def test_saved__asks_before_it_overwrites(open_app: OpenApp) -> None:
    app = save(open_app("full", page="sql", beside="saved"), "SELECT 1", "一")
    assert "已有名为“一”的查询" in shown(save(app, "SELECT 2", "一"))
    app.button(key="rename").click().run()
    app.text_input(key="sql-name").set_value("二")
    app.button(key="keep-named").click().run()
    text = shown(app)
    assert "<code>SELECT 1</code>" in text
    assert "<code>SELECT 2</code>" in text
    save(app, "SELECT 3", "一").button(key="overwrite").click().run()
    text = shown(app)
    assert "<code>SELECT 1</code>" not in text
    assert "<code>SELECT 3</code>" in text


def test_saved__is_deleted_when_that_is_confirmed(open_app: OpenApp) -> None:
    app = save(open_app("full", page="sql", beside="saved"), "SELECT 1", "一")
    app.button(key="delete-一").click().run()
    app.button(key="stay-一").click().run()
    assert "<code>SELECT 1</code>" in shown(app)
    app.button(key="delete-一").click().run()
    app.button(key="gone-一").click().run()
    assert "还没有保存的查询" in shown(app)


def test_history__lists_what_became_of_each_and_puts_it_back(open_app: OpenApp) -> None:
    app = open_app("full", page="sql", beside="history")
    assert f"最多{KEPT}条" in shown(app)
    for statement in ("SELECT 7 AS seven", "SELECT nam FROM dim_area"):
        ask(app, statement)
    text = shown(app)
    assert text.index("<code>SELECT nam") < text.index("<code>SELECT 7")
    assert "出错" in text
    assert "· 1行" in text
    app.button(key="again-1").click().run()
    assert app.text_area(key=EDITOR).value == "SELECT 7 AS seven"


def test_page__goes_on_without_its_file(open_app: OpenApp, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database at all" * 100)
    app = open_app("full", page="sql", beside="history")
    assert "打不开" in shown(app)
    assert "共1行" in shown(ask(app, "SELECT 1 AS one"))
    assert "暂不可用" in shown(save(app, "SELECT 1", "一"))


def test_tables__are_found_in_both_languages_and_put_into_the_editor(open_app: OpenApp) -> None:
    app = open_app("full", page="sql", beside="tables")
    every = {one.key for one in app.button if (one.key or "").startswith("table-")}
    assert {"table-mart_overdue", "table-dim_area", "table-snapshot"} <= every
    assert "table-mart_reconciliation" not in every, "it stands in the office outlet"
    for words in ("最长超期", "longest overdue", "longest_overdue_days"):
        found = open_app("as it is", page="sql", beside="tables", tables=words)
        keys = {one.key for one in found.button if (one.key or "").startswith("table-")}
        assert "table-mart_overdue" in keys
        assert len(keys) < len(every) / 2
    app.button(key="table-mart_overdue").click().run()
    text = shown(app)
    assert "超期情况 <code>mart_overdue</code>" in text
    assert "每行一个登记簿在一个责任单位" in text
    app.button(key="tables-put").click().run()
    assert "FROM mart_overdue" in app.text_area(key=EDITOR).value
    ask(app, app.text_area(key=EDITOR).value)
    assert desk(app).answer is not None
    assert desk(app).failure is None


def test_result__cannot_bring_markup_into_the_page(open_app: OpenApp) -> None:
    hostile = "<script>alert(1)</script>"
    app = ask(
        open_app("full", page="sql", beside="history"),
        f"SELECT '{hostile}' AS \"<img src=x onerror=alert(2)>\", '=cmd|x' AS b, 1 AS n",
    )
    text = shown(app)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    [chart] = app.get("plotly_chart")
    assert "<script" not in chart.proto.spec
    assert "<img" not in chart.proto.spec
