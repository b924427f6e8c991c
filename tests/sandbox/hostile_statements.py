"""What somebody may type who wants more than the rows of one outlet: name, kind of attack, text.

`{folder}` is the folder of the snapshot, `{workspace}` that above; `{parquet}` a Parquet file with
a secret in it. Most name no path, so that a path in an answer can only be a leak.
"""

from typing import NamedTuple


class Hostile(NamedTuple):
    """One statement; `runs` says that it is harmless enough to have an answer."""

    name: str
    kind: str
    sql: str
    runs: bool = False


def _deep(before: str, middle: str, after: str, times: int) -> str:
    return f"SELECT {before * times}{middle}{after * times}"


def _nested_queries(times: int) -> str:
    return "SELECT * FROM " + "(SELECT * FROM " * times + "(SELECT 1)" + ")" * times


def _recursive_queries(times: int) -> str:
    inner = "SELECT 1"
    for level in range(times):
        inner = (
            f"(WITH RECURSIVE r{level} AS (({inner}) UNION ALL SELECT 1 FROM r{level}) "
            f"SELECT * FROM r{level})"
        )
    return f"SELECT * FROM {inner}"


FILES = [
    ("passwd_csv", "SELECT * FROM read_csv('/etc/passwd', delim=':', header=false)"),
    ("passwd_csv_auto", "FROM read_csv_auto('/etc/passwd')"),
    ("passwd_text", "SELECT content FROM read_text('/etc/passwd')"),
    ("passwd_blob", "SELECT content::VARCHAR FROM read_blob('/etc/passwd')"),
    ("passwd_table", "SELECT * FROM '/etc/passwd'"),
    ("passwd_quoted_table", 'SELECT * FROM "/etc/passwd"'),
    ("passwd_csv_table", "FROM '/etc/passwd.csv'"),
    ("passwd_json", "FROM read_json('/etc/passwd')"),
    ("passwd_ndjson", "FROM read_ndjson_objects('/etc/passwd')"),
    ("passwd_json_auto", "FROM read_json_auto('/etc/passwd')"),
    ("passwd_through_proc", "FROM read_text('/proc/self/root/etc/passwd')"),
    ("passwd_through_url", "FROM read_text('file:///etc/passwd')"),
    ("passwd_through_dots", "FROM read_text('../../../../../../../../etc/passwd')"),
    ("passwd_lateral", "SELECT t.* FROM (SELECT '/etc/passwd' AS p) x, read_text(x.p) t"),
    ("passwd_subquery", "SELECT (SELECT content FROM read_text('/etc/passwd'))"),
    ("passwd_in_where", "SELECT 1 WHERE EXISTS (FROM read_text('/etc/passwd'))"),
    ("passwd_in_cte", "WITH a AS (FROM read_text('/etc/passwd')) FROM a"),
    ("passwd_in_union", "SELECT '' UNION ALL SELECT content FROM read_text('/etc/passwd')"),
    ("passwd_in_list", "FROM read_text(['/etc/passwd', '/etc/hosts'])"),
    ("passwd_in_capitals", "FROM READ_TEXT('/etc/passwd')"),
    ("passwd_by_schema", "FROM system.main.read_text('/etc/passwd')"),
    ("passwd_by_quoted_name", "FROM \"read_text\"('/etc/passwd')"),
    ("passwd_summarized", "SUMMARIZE FROM read_csv('/etc/passwd')"),
    ("passwd_described", "DESCRIBE FROM read_csv('/etc/passwd')"),
    ("passwd_sniffed", "FROM sniff_csv('/etc/passwd')"),
    (
        "passwd_pivoted",
        "FROM (PIVOT read_text('/etc/passwd') ON size IN (1) USING count(*))",
    ),
    ("secret_text", "SELECT content FROM read_text('{workspace}/secret.txt')"),
    ("secret_csv", "FROM '{workspace}/secret.csv'"),
    ("secret_relative_csv", "FROM '../secret.csv'"),
    ("secret_beside_csv", "FROM 'secret.csv'"),
    ("secret_beside_text", "FROM read_text('secret.txt')"),
    ("secret_beside_blob", "FROM read_blob('./secret.txt')"),
    ("secret_parquet", "FROM read_parquet('{parquet}')"),
    ("secret_parquet_table", "FROM '{parquet}'"),
    ("secret_parquet_scan", "FROM parquet_scan('secret.parquet')"),
    ("secret_parquet_relative", "FROM 'secret.parquet'"),
    ("secret_metadata", "FROM parquet_metadata('secret.parquet')"),
    ("secret_schema", "FROM parquet_schema('secret.parquet')"),
    ("secret_kv_metadata", "FROM parquet_kv_metadata('secret.parquet')"),
    ("secret_file_metadata", "FROM parquet_file_metadata('secret.parquet')"),
    ("secret_bloom", "FROM parquet_bloom_probe('secret.parquet', 'a', 1)"),
    ("glob_root", "FROM glob('/*')"),
    ("glob_workspace", "FROM glob('{workspace}/**')"),
    ("glob_here", "FROM glob('*')"),
    ("glob_proc", "FROM glob('/proc/self/fd/*')"),
    ("environment_of_the_process", "FROM read_text('/proc/self/environ')"),
    ("environment_of_the_parent", "FROM read_blob('/proc/1/environ')"),
    ("command_line", "FROM read_text('/proc/self/cmdline')"),
    ("memory_map", "FROM read_text('/proc/self/maps')"),
    ("descriptor", "FROM read_blob('/proc/self/fd/3')"),
    ("standard_input", "FROM read_text('/dev/stdin')"),
]
OUTLETS = [
    ("office_table", "FROM 'office.duckdb'"),
    ("office_by_path", "FROM '{folder}/office.duckdb'"),
    ("office_read", "FROM read_duckdb('office.duckdb')"),
    ("office_blob", "SELECT content::VARCHAR FROM read_blob('office.duckdb')"),
    ("office_catalog", "FROM office.planted"),
    ("office_schema", "FROM office.main.planted"),
    ("restricted_read", "FROM read_duckdb('restricted.duckdb', table_name='planted')"),
    ("restricted_table", "FROM restricted.main.planted"),
    ("attach", "ATTACH 'office.duckdb' AS o"),
    ("attach_then_read", "ATTACH '{folder}/office.duckdb' AS o; FROM o.planted"),
    ("use", "USE office"),
    ("copy_database", "COPY FROM DATABASE office TO open"),
    ("query_table", "FROM query_table('office.main.planted')"),
    ("query_tables", "FROM query_table(['planted'])"),
    ("did_you_mean", "FROM plantet"),
]
MACHINE = [
    ("getenv", "SELECT getenv('ANPING_TEST_PLANTED')"),
    ("getenv_list", "SELECT list_transform(['ANPING_TEST_PLANTED'], lambda x: getenv(x))"),
    ("settings", "FROM duckdb_settings()"),
    ("settings_view", "FROM duckdb_settings"),
    ("settings_by_schema", "FROM system.main.duckdb_settings"),
    ("settings_of_postgres", "FROM pg_catalog.pg_settings"),
    ("settings_short", "FROM pg_settings"),
    ("current_setting", "SELECT current_setting('allowed_paths')"),
    ("current_setting_in_capitals", "SELECT CURRENT_SETTING('allowed_directories')"),
    ("current_setting_by_schema", "SELECT system.main.current_setting('allowed_paths')"),
    ("current_setting_chained", "SELECT 'allowed_paths'.current_setting()"),
    ("current_setting_mapped", "SELECT [current_setting(x) FOR x IN ['allowed_paths']]"),
    ("home", "SELECT current_setting('home_directory') || current_setting('secret_directory')"),
    ("databases", "FROM duckdb_databases()"),
    ("databases_view", "FROM duckdb_databases"),
    ("databases_quoted", 'FROM "DuckDB_Databases"'),
    ("databases_shown", "SHOW DATABASES"),
    ("databases_shown_within", "FROM (SHOW DATABASES)"),
    ("database_list", "PRAGMA database_list"),
    ("database_list_view", "FROM pragma_database_list"),
    ("database_list_function", "FROM pragma_database_list()"),
    ("database_size", "FROM pragma_database_size()"),
    ("databases_in_query", "FROM query('FROM duckdb_databases()')"),
    ("databases_in_query_table", "FROM query_table('duckdb_databases')"),
    ("databases_in_histogram", "FROM histogram('duckdb_databases', 'path')"),
    (
        "databases_serialised",
        "FROM json_execute_serialized_sql(json_serialize_sql('FROM duckdb_databases()'))",
    ),
    (
        "databases_executed",
        "PRAGMA json_execute_serialized_sql(json_serialize_sql('FROM duckdb_databases()'))",
    ),
    ("plan_serialised", "SELECT json_serialize_plan('FROM snapshot')"),
    ("databases_summarized", "SUMMARIZE duckdb_databases"),
    ("secrets", "FROM duckdb_secrets(redact=false)"),
    ("secrets_view", "FROM duckdb_secrets"),
    ("which_secret", "FROM which_secret('s3://bucket', 's3')"),
    ("logs", "FROM duckdb_logs"),
    ("logs_function", "FROM duckdb_logs()"),
    ("logs_enabled", "FROM enable_logging()"),
    ("logs_emptied", "FROM truncate_duckdb_logs()"),
    ("log_written", "SELECT write_log('x')"),
    ("extensions", "FROM duckdb_extensions()"),
    ("extension_repositories", "FROM duckdb_extension_repositories()"),
    ("file_cache", "FROM duckdb_external_file_cache()"),
    ("temporary_files", "FROM duckdb_temporary_files()"),
    ("memory", "FROM duckdb_memory()"),
    ("platform", "PRAGMA platform"),
    ("user_agent", "FROM pragma_user_agent()"),
    ("variables", "FROM duckdb_variables()"),
    ("prepared", "FROM duckdb_prepared_statements()"),
    ("external_resource", "FROM create_external_resource('http')"),
    ("views", "SELECT sql FROM duckdb_views() WHERE NOT internal", True),
    ("view_definitions", "SELECT view_definition FROM information_schema.views", True),
    ("schemata", "FROM information_schema.schemata", True),
    ("tables_listed", "SHOW ALL TABLES", True),
    ("functions_listed", "SELECT function_name FROM duckdb_functions()", True),
    ("server_address", "SELECT inet_server_addr(), inet_client_addr()", True),
    ("current_user", "SELECT current_user, session_user", True),
    ("query_text", "SELECT current_query()", True),
]
STATEMENTS = [
    ("nothing", ""),
    ("only_a_comment", "-- SELECT 1"),
    ("two", "SELECT 1; SELECT 2"),
    ("second_behind_comment", "SELECT 1 /* ; */; /* x */ COPY snapshot TO '/tmp/x.csv'"),
    ("second_behind_line", "SELECT 1 --\n; DROP TABLE snapshot"),
    ("second_in_nested_comment", "SELECT 1 /* /* */ ; ATTACH 'office.duckdb' AS o; -- */", True),
    ("second_behind_dollar", "SELECT $$;$$; FROM read_text('/etc/passwd')"),
    ("copy_to", "COPY (SELECT 1) TO '/tmp/anping-hostile.csv'"),
    ("copy_from", "COPY snapshot FROM '/etc/passwd'"),
    ("copy_out", "COPY snapshot TO '/dev/stderr'"),
    ("export", "EXPORT DATABASE '/tmp/anping-hostile'"),
    ("import", "IMPORT DATABASE '/tmp/anping-hostile'"),
    ("install", "INSTALL httpfs"),
    ("load", "LOAD '/tmp/evil.duckdb_extension'"),
    ("set", "SET enable_external_access = true"),
    ("set_memory", "SET memory_limit = '100GB'"),
    ("set_variable", "SET VARIABLE x = (SELECT content FROM read_text('/etc/passwd'))"),
    ("reset", "RESET lock_configuration"),
    ("pragma", "PRAGMA enable_profiling"),
    ("pragma_version", "PRAGMA version"),
    ("call", "CALL pragma_database_size()"),
    ("checkpoint", "CHECKPOINT"),
    ("checkpoint_function", "FROM force_checkpoint()"),
    ("vacuum", "VACUUM"),
    ("begin", "BEGIN TRANSACTION"),
    ("create_table", "CREATE TABLE t AS SELECT 1"),
    ("create_temporary", "CREATE TEMP TABLE t AS FROM range(1000000000)"),
    ("create_macro", "CREATE MACRO f(x) AS TABLE FROM read_text(x)"),
    ("create_secret", "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')"),
    ("create_view", "CREATE OR REPLACE TEMP VIEW snapshot AS SELECT 1"),
    ("insert", "INSERT INTO snapshot SELECT * FROM snapshot"),
    ("insert_in_cte", "WITH a AS (INSERT INTO snapshot FROM snapshot RETURNING 1) FROM a"),
    ("delete_in_cte", "WITH a AS (DELETE FROM snapshot RETURNING 1) FROM a"),
    ("update_in_cte", "WITH a AS (UPDATE snapshot SET is_demo = true RETURNING 1) FROM a"),
    ("drop", "DROP TABLE snapshot"),
    ("alter", "ALTER TABLE snapshot ADD COLUMN x INTEGER"),
    ("prepare", "PREPARE p AS SELECT 1"),
    ("execute", "EXECUTE p"),
    ("explain", "EXPLAIN ANALYZE FROM read_text('/etc/passwd')"),
    ("parameter", "SELECT $1"),
    ("nextval", "SELECT nextval('s')"),
    ("setval", "SELECT setval('s', 1)"),
    ("python_variable", "FROM planted_frame"),
    ("python_module", "FROM sys"),
    ("python_map", "FROM python_map_function((FROM snapshot))"),
    ("pointer_pandas", "FROM pandas_scan(1234567890)"),
    ("pointer_arrow", "FROM arrow_scan(1::BIGINT, 2::BIGINT, 3::BIGINT)"),
    ("pointer_arrow_dumb", "FROM arrow_scan_dumb('1'::POINTER, '2'::POINTER, '3'::POINTER)"),
    ("pointer_sequence", "FROM seq_scan()"),
    ("forged_state", "SELECT finalize('x'::BLOB)"),
    ("internal_function", "SELECT __internal_decompress_string(12345678901234567890::UHUGEINT)"),
    ("error_with_path", "SELECT error(current_setting('allowed_paths'))"),
    ("error_with_cell", "SELECT error(name) FROM dim_area"),
    ("conversion_of_cell", "SELECT name::INTEGER FROM dim_area"),
    ("wide_semicolon", "SELECT 1； DROP TABLE snapshot"),
    ("zero_width", "SEL\u200bECT 1"),
    ("look_alike", "SELECT * FROM r\u0435ad_text('/etc/passwd')"),
    ("wide_letters", "ＳＥＬＥＣＴ 1"),
    ("right_to_left", "SELECT 1 \u202e; FROM read_text('/etc/passwd')"),
    ("non_breaking", "SELECT\u00a0content\u00a0FROM\u00a0read_text('/etc/passwd')"),
    ("byte_order_mark", "\ufeffFROM read_text('/etc/passwd')"),
    ("nul", "SELECT 1\x00; DROP TABLE snapshot"),
    ("surrogate", "SELECT '\udc80'"),
    ("escape_sequence", 'SELECT 1 FROM "\x1b[2J\x1b]0;x\x07"'),
    ("pipe_of_a_shell", "SELECT 1 | cat /etc/passwd"),
    ("dot_command", ".shell cat /etc/passwd"),
]
BOMBS = [
    ("very_long", "SELECT " + "1," * 60_000 + "1"),
    ("very_long_comment", "SELECT 1 --" + "x" * 100_000),
    ("many_columns", "SELECT " + ",".join(f"{n} AS c{n}" for n in range(9_000))),
    ("many_joins", "SELECT count(*) FROM " + ", ".join(f"range(9) t{n}" for n in range(60))),
    ("deep_parentheses", _deep("(", "1", ")", 20_000)),
    ("deep_functions", _deep("abs(", "1", ")", 15_000)),
    ("deep_functions_below_the_limit", _deep("abs(", "1", ")", 800)),
    ("deep_lists", _deep("[", "1", "]", 20_000)),
    ("deep_lists_that_parse", _deep("[", "1", "]", 300)),
    ("deep_structs", _deep("{'a':", "1", "}", 5_000)),
    ("deep_unions", _deep("union_value(a := ", "1", ")", 3_000)),
    ("deep_minus", _deep("- ", "1", "", 40_000)),
    ("deep_not", _deep("NOT ", "true", "", 20_000)),
    ("deep_case", _deep("CASE WHEN true THEN ", "1", " END", 3_000)),
    ("deep_cast", "SELECT 1" + "::INT" * 15_000),
    ("deep_plus", "SELECT 1" + "+1" * 40_000),
    ("deep_type", "SELECT CAST(NULL AS INTEGER" + "[]" * 5_000 + ")"),
    ("deep_query", _nested_queries(4_000)),
    ("deep_recursive_query", _recursive_queries(800)),
    ("deep_union_all", "SELECT 1" + " UNION ALL SELECT 1" * 5_000),
    ("deep_cte", "WITH a0 AS (SELECT 1 x) " + "".join(
        f", a{n} AS (SELECT * FROM a{n - 1} UNION ALL SELECT * FROM a{n - 1})"
        for n in range(1, 30)) + " SELECT count(*) FROM a29"),
    ("range", "SELECT count(*) FROM range(1000000000000)"),
    ("range_in_memory", "SELECT list(x) FROM range(10000000000) t(x)"),
    ("range_list", "SELECT range(10000000000)"),
    ("series_sorted", "FROM generate_series(1, 1000000000) t(x) ORDER BY hash(x)"),
    ("series_grouped", "SELECT hash(x), count(*) FROM range(1000000000) t(x) GROUP BY 1"),
    ("series_distinct", "SELECT count(DISTINCT hash(x)) FROM range(1000000000) t(x)"),
    ("series_windowed", "SELECT sum(x) OVER (ORDER BY hash(x)) FROM range(100000000) t(x)"),
    ("rows_without_end", "FROM range(1000000000000)", True),
    ("recursion", "WITH RECURSIVE a AS (SELECT 1 n UNION ALL SELECT n + 1 FROM a) "
                  "SELECT max(n) FROM a"),
    ("recursion_doubling", "WITH RECURSIVE a AS (SELECT 1 n UNION ALL "
                           "SELECT n + 1 FROM a, range(10)) SELECT count(*) FROM a"),
    ("recursion_in_text", "WITH RECURSIVE a AS (SELECT 'x' t UNION ALL SELECT t || t FROM a) "
                          "SELECT max(length(t)) FROM a"),
    ("repeat", "SELECT repeat('x', 10000000000)"),
    ("repeat_below_the_limit", "SELECT length(repeat('x', 4000000000))"),
    ("repeat_in_rows", "SELECT repeat('x', 1000000) || x FROM range(100000) t(x)"),
    ("repeat_in_aggregate", "SELECT string_agg(repeat('x', 100000), '') FROM range(100000)"),
    ("repeat_of_list", "SELECT repeat([1, 2, 3], 1000000000)"),
    ("pad", "SELECT lpad('x', 2000000000, 'y')"),
    ("replace", "SELECT replace(repeat('x', 100000), 'x', repeat('y', 100000))"),
    ("bit_string", "SELECT bitstring('1', 2000000000)"),
    ("format", "SELECT format('{:>2000000000}', 'x')"),
    ("printf", "SELECT printf('%2000000000d', 1)"),
    ("cross_join", "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range <> "
                   "b.range + 0.5"),
    ("cross_join_of_tables", "SELECT * FROM mart_indicator_value a, mart_indicator_value b, "
                             "mart_indicator_value c ORDER BY ALL"),
    ("inequality_join", "SELECT count(*) FROM range(3000000) a JOIN range(3000000) b ON "
                        "a.range < b.range AND a.range % 7 < b.range % 5"),
    ("list_of_lists", "SELECT [range(100000) FOR x IN range(100000)]"),
    ("list_reduced", "SELECT list_reduce(range(100000), lambda a, b: a * b % 7919 + "
                     "list_sum(range(10000)))"),
    ("list_cross", "SELECT list_transform(range(10000), lambda x: list_transform(range(100000), "
                   "lambda y: x * y))"),
    ("struct_explosion", "SELECT struct_pack(a := range(10000000), b := range(10000000), "
                         "c := range(10000000), d := range(10000000), e := range(10000000))"),
    ("unnest_explosion", "SELECT unnest(range(100000)), unnest(range(100000)) FROM range(100000)"),
    ("json_explosion", "SELECT to_json(list(range(1000))) FROM range(1000000)"),
    ("pivot_explosion", "FROM (UNPIVOT (SELECT COLUMNS(*) FROM range(100000000)) ON COLUMNS(*))"),
    ("columns_explosion", "SELECT COLUMNS(*), COLUMNS(*) FROM mart_indicator_value a, "
                          "mart_indicator_value b, mart_indicator_value c"),
    ("cube", "SELECT count(*) FROM range(100000) t(x) GROUP BY CUBE (" + ",".join(
        f"x % {n}" for n in range(2, 14)) + ")"),
    ("regex_repeats", "SELECT regexp_matches(repeat('a', 100000), '(a?){1000}a{1000}')"),
    ("regex_nested", "SELECT regexp_replace(repeat('a', 1000000), '((a*)*)*b', 'x', 'g')"),
    ("regex_in_rows", "SELECT count(*) FROM range(10000000) t(x) WHERE regexp_matches("
                      "repeat(x::VARCHAR, 1000), '(.*)*(.*)*y')"),
    ("levenshtein", "SELECT levenshtein(repeat('ab', 60000), repeat('ba', 60000))"),
    ("factorial", "SELECT sum(factorial(33)) FROM range(1000000000)"),
    ("quantiles", "SELECT quantile_cont(x, range(100000) / 100000.0) FROM range(100000000) t(x)"),
    ("sleeping", "SELECT sleep_ms(600000)"),
    ("sleeping_in_rows", "SELECT pg_sleep(10) FROM range(1000)"),
    ("collation", "SELECT repeat('é', 10000000) COLLATE NOCASE.NOACCENT = repeat('e', 10000000)"),
    ("big_answer", "SELECT repeat('x', 1000) FROM range(100000)"),
    ("big_cell", "SELECT repeat('x', 100000000)"),
    ("base64", "SELECT to_base64(repeat('x', 1000000000)::BLOB)"),
    ("summarized", "SUMMARIZE FROM range(10000000000)"),
]  # fmt: skip


def _all() -> list[Hostile]:
    kinds = {
        "file": FILES,
        "outlet": OUTLETS,
        "machine": MACHINE,
        "statement": STATEMENTS,
        "bomb": BOMBS,
    }
    return [
        Hostile(name, kind, sql, *runs)
        for kind, statements in kinds.items()
        for name, sql, *runs in statements
    ]


HOSTILE = _all()
