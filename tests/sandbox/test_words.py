"""What an analyst may write, and what is said of what he may not."""

import pytest

from data_contracts import sandbox
from data_contracts.query import QueryError
from data_contracts.sandbox import Limits
from tests.sandbox.planted import Ground

USUAL = [
    "FROM dim_area",
    "SELECT count(*) FROM dim_area;",
    "-- 说明\nWITH a AS (SELECT 1 AS n) SELECT n FROM a",
    "TABLE dim_area",
    "VALUES (1, 'a'), (2, 'b')",
    "SHOW TABLES",
    "DESCRIBE dim_area",
    "SUMMARIZE dim_area",
    "SELECT table_name, column_name FROM information_schema.columns",
    "FROM duckdb_tables() WHERE NOT internal",
    "SELECT name, row_number() OVER (PARTITION BY level ORDER BY area_code) FROM dim_area",
    "SELECT level, count(*) FROM dim_area GROUP BY ALL ORDER BY ALL",
    "SELECT a.name, b.name FROM dim_area a LEFT JOIN dim_area b ON a.parent_code = b.area_code",
    "SELECT name FROM dim_area WHERE area_code IN (SELECT max(area_code) FROM dim_area)",
    "WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n + 1 FROM t WHERE n < 9) FROM t",
    "SELECT unnest(range(3)), list_transform([1, 2], lambda x: x + 1)",
    "FROM (PIVOT dim_area ON level IN ('town', 'village') USING count(*))",
    "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b",
    "SELECT strftime(DATE '2026-11-22', '%Y年%m月'), regexp_extract('2026-Q3', 'Q(.)', 1)",
    "SELECT quantile_cont(population, 0.5) FILTER (level = 'banner') FROM dim_area",
    "SELECT * FROM dim_area a, LATERAL (SELECT length(a.name) AS n)",
    "SELECT '{\"a\": [1]}'::JSON ->> '$.a[0]'",
    "SELECT 1 UNION ALL SELECT 2 EXCEPT SELECT 3",
    "SELECT * FROM dim_area USING SAMPLE 2",
    "SELECT " + " + ".join(["1"] * 300),
    "SELECT name FROM dim_area WHERE " + " OR ".join(f"area_code = '{n}'" for n in range(2000)),
]


@pytest.mark.parametrize("sql", USUAL, ids=lambda sql: sql[:40])
def test_usual__is_answered(planted: Ground, sql: str) -> None:
    assert sandbox.start(planted.snapshot, sql).result().frame.width > 0


def complaint(planted: Ground, sql: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        sandbox.start(planted.snapshot, sql, limits=Limits(seconds=5)).result()
    return caught.value


def test_syntax_error__tells_the_line_and_what_duckdb_says(planted: Ground) -> None:
    said = complaint(planted, "SELECT name\nFROM dim_area\nGRUP BY name")
    assert "第 3 行" in said.cn
    assert "syntax error" in said.en
    assert "GRUP" in said.en


def test_nesting_that_is_too_deep__is_said_in_words(planted: Ground) -> None:
    said = complaint(planted, "SELECT " + "abs(" * 5000 + "1" + ")" * 5000)
    assert "嵌套过深" in said.cn
    assert "SET" not in said.en


def test_unknown_column__is_named(planted: Ground) -> None:
    assert "nothing_such" in complaint(planted, "SELECT nothing_such FROM dim_area").en


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT name::INTEGER FROM dim_area",
        "SELECT error(name) FROM dim_area",
        "SELECT name::DATE FROM dim_area",
        "SELECT strptime(name, '%Y') FROM dim_area",
        "SELECT decode(encode(name) || '\\xFF'::BLOB) FROM dim_area",
        "SELECT name::JSON FROM dim_area",
        "SELECT name::UUID FROM dim_area",
        "SELECT (name || 'x')::BOOLEAN FROM dim_area",
        "SELECT regexp_matches('a', '(' || name) FROM dim_area",
        "SELECT CAST(name AS ENUM ('a', 'b')) FROM dim_area",
        "SELECT [name]::INTEGER[] FROM dim_area",
        "SELECT from_base64(name) FROM dim_area",
        "SELECT date_trunc(name, now()) FROM dim_area",
        "SELECT format(name || '{:d}', 'x') FROM dim_area",
        "SELECT json_extract('{}', '$' || name) FROM dim_area",
        "SELECT map([name, name], [1, 2]) FROM dim_area",
        "SELECT getvariable(name) FROM dim_area",
        "SELECT (SELECT name FROM dim_area)",
    ],
)
def test_failure_on_a_row__quotes_no_cell(planted: Ground, sql: str) -> None:
    said = str(complaint(planted, sql))
    assert "乌审旗" not in said
    assert "镇" not in said


def test_type_that_no_frame_holds__is_refused_in_words(planted: Ground) -> None:
    assert "VARCHAR" in complaint(planted, "SELECT INTERVAL 1 DAY").cn
    assert "VARCHAR" in complaint(planted, "SELECT [{'a': union_value(k := 1)}]").cn


def test_refusal__names_what_is_not_allowed(planted: Ground) -> None:
    assert "read_text" in complaint(planted, "FROM read_text('/etc/passwd')").cn
    assert "duckdb_settings" in complaint(planted, "FROM duckdb_settings").en
    assert "100 kB" in complaint(planted, "SELECT 1 --" + "x" * 100_000).cn


@pytest.mark.parametrize("sql", ["FROM {}()", "SELECT {}()", "FROM {}", "SELECT '{}'::INTEGER"])
def test_words__stay_readable_whatever_is_named(planted: Ground, sql: str) -> None:
    said = complaint(planted, sql.format("read_名" * 10_000))
    assert "意外结束" not in said.cn
    assert len(str(said)) < 6_000


def test_words__steer_no_terminal(planted: Ground) -> None:
    said = complaint(planted, 'SELECT 1 FROM "\x1b[2J\x07\u202e"')
    assert not set("\x1b\x07\u202e") & set(str(said))
