"""Survey answers for the bench: a wave every half-year, and late answers to the last one."""

from datetime import date, timedelta
from itertools import product

import duckdb

from dagster_project.settings import Workspace
from data_contracts.model import Outlet
from tests.bench.comparing import Pair, indicator_values, quarantine, register_month
from tests.bench.register import Register
from tests.bench.world import (
    DAYS,
    FIRST_DAY,
    SUFFIX,
    chance,
    fault,
    new_day_file,
    places,
    write_csv,
    write_parquet,
)

FOLDER = "inbox/surveys"
WAVES = 10
DAYS_IN_THE_FIELD = 25
# Item, indicator, whether it is a scale (else yes and no), whether don't-know is offered.
ITEMS = (
    ("Q1", "EVA01", True, True),
    ("Q2", "EVA02", True, True),
    ("Q3", "EVA03", False, False),
    ("Q4", "EVA03", False, False),
    ("Q5", "", True, True),
    ("Q6", "EVA02", True, True),
    ("Q7", "", True, False),
    ("Q8", "", True, True),
)
# Answer code, meaning, score, top two.
SCALE = (
    ("A1", "很好", "100", "是"),
    ("A2", "较好", "66.67", "是"),
    ("A3", "较差", "33.33", "否"),
    ("A4", "很差", "0", "否"),
)
YES_NO = (("A1", "知道", "", "是"), ("A2", "不知道", "", "否"))
DONT_KNOW, REFUSED = ("A8", "说不清", "", "否"), ("A9", "拒答", "", "否")
MODES = ("电话", "入户", "网络")
# The waves from which mode, wording and series are others; those in which all agree, few respond.
MODE_CHANGES, WORDING_CHANGES, SERIES_CHANGES, ALL_AGREE, FEW_RESPOND = 5, 4, 7, 3, 2


class SurveyFiles:
    """One file of answers a wave, and small ones of waves, code book and field work."""

    def write_one(self, workspace: Workspace) -> None:
        """See `Files`."""
        with duckdb.connect() as connection:
            places(connection)
            _write_frame(connection, workspace)
            path = workspace.home / FOLDER / new_day_file()
            write_parquet(connection, _answers(0, (0, 1)), path, is_dirty=False)

    def write(self, workspace: Workspace, rows: int) -> None:
        """See `Files`."""
        with duckdb.connect() as connection:
            places(connection)
            _write_frame(connection, workspace)
            for wave in range(WAVES):
                span = (wave * rows // WAVES, (wave + 1) * rows // WAVES)
                path = workspace.home / FOLDER / f"{_first_day(wave):%Y年%m月}{SUFFIX}"
                write_parquet(connection, _answers(wave, span, is_dirty=True), path, is_dirty=True)

    def write_new_day(self, workspace: Workspace, rows: int) -> None:
        """See `Files`: an average day's worth of late answers to the last wave."""
        with duckdb.connect() as connection:
            places(connection)
            span = (rows, rows + max(rows // DAYS, 1))
            path = workspace.home / FOLDER / new_day_file()
            write_parquet(connection, _answers(WAVES - 1, span), path, is_dirty=False)


def _first_day(wave: int) -> date:
    months = FIRST_DAY.month - 1 + 6 * wave
    return date(FIRST_DAY.year + months // 12, months % 12 + 1, 1)


def _name(wave: int) -> str:
    return f"W{_first_day(wave):%Y%m}"


def _write_frame(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """What a wave is, what its answers mean, and how its field work went."""
    waves = [
        (
            _name(wave),
            _first_day(wave),
            _first_day(wave) + timedelta(days=DAYS_IN_THE_FIELD),
            "S2" if wave >= SERIES_CHANGES else "S1",
        )
        for wave in range(WAVES)
    ]
    write_csv(workspace, "survey_wave", "批次编号,调查开始日期,调查结束日期,调查系列", waves)
    code_book = [row for wave, item in product(range(WAVES), ITEMS) for row in _codes(wave, *item)]
    labels = "调查批次,题项代码,答案代码,指标编号,答案含义,分值,是否前两级,是否有效回答"
    write_csv(workspace, "survey_item", f"{labels},量表级数,题目版本", code_book)
    labels = "调查批次,调查方式,所属区划,拨打数,接通数,合格数,完成数,拒访数"
    work = [
        row for wave in range(WAVES) for row in connection.execute(_field_work(wave)).fetchall()
    ]
    write_csv(workspace, "survey_sample", labels, work)


def _codes(
    wave: int, item: str, indicator: str, is_scale: bool, has_dont_know: bool
) -> list[tuple[object, ...]]:
    answers = [*(SCALE if is_scale else YES_NO), *([DONT_KNOW] if has_dont_know else []), REFUSED]
    version = 2 if item == "Q1" and wave >= WORDING_CHANGES else 1
    return [
        (
            *(_name(wave), item, code, indicator, meaning, score, is_top_two),
            *("否" if code in ("A8", "A9") else "是", 4 if is_scale else 2, version),
        )
        for code, meaning, score, is_top_two in answers
    ]


def _mode_shares(wave: int) -> tuple[float, float, float]:
    return (0.1, 0.1, 0.8) if wave >= MODE_CHANGES else (0.75, 0.15, 0.1)


def _field_work(wave: int) -> str:
    """SQL: the field work of a wave in each area, by mode."""
    shares = [int(100 * share) for share in _mode_shares(wave)]
    response = 6 if wave == FEW_RESPOND else 2
    return (
        f"SELECT '{_name(wave)}', mode, area_code, 9 * completed + 40, 8 * completed + 30, "
        f"{response} * completed + id % 7, completed, completed // 2 FROM (SELECT area_code, mode, "
        "place AS id, share + place % 5 AS completed FROM place, (SELECT "
        f"unnest({list(MODES)}) AS mode, unnest({shares}) AS share)) ORDER BY area_code, mode"
    )


def _answers(wave: int, span: tuple[int, int], is_dirty: bool = False) -> str:
    """SQL: the answers numbered from `span[0]` to before `span[1]`."""
    labels = ", ".join(f"{sql} AS {label}" for label, sql in _shown(wave).items())
    return (
        f"WITH asked AS (SELECT id, id // {len(ITEMS)} AS response, 1 + id % {len(ITEMS)} AS item, "
        f"{fault(is_dirty)} AS fault, {chance('answer')} AS said, "
        f"{chance('mode', 'response')} AS reached FROM range({span[0]}, {span[1]}) n(id)), "
        "placed AS (SELECT *, CAST(hash(response, 'place') % (SELECT count(*) FROM place) "
        f"AS BIGINT) AS place FROM asked) SELECT id, {labels} FROM placed JOIN place USING (place)"
    )


def _shown(wave: int) -> dict[str, str]:
    """SQL of what stands under each label."""
    phone, visit, _ = _mode_shares(wave)
    return {
        "调查批次": f"CASE WHEN fault < 0.0005 THEN 'W199905' ELSE '{_name(wave)}' END",
        "答卷编号": "'R' || lpad(CAST(response AS VARCHAR), 9, '0')",
        "题项代码": "'Q' || item",
        "调查方式": f"CASE WHEN fault BETWEEN 0.0005 AND 0.001 THEN '信函' WHEN reached < {phone} "
        f"THEN '{MODES[0]}' WHEN reached < {phone + visit} THEN '{MODES[1]}' ELSE '{MODES[2]}' END",
        "所属区划": "CASE WHEN fault BETWEEN 0.001 AND 0.0016 THEN '159999' ELSE area_code END",
        "行业领域": "CASE WHEN item = 8 THEN 'mineral' END",
        "答案代码": f"CASE WHEN fault BETWEEN 0.0016 AND 0.0022 THEN '' {_said(wave)} END",
        "基础权数": "CASE WHEN fault BETWEEN 0.0022 AND 0.0027 THEN '0' "
        "WHEN fault BETWEEN 0.0027 AND 0.0032 THEN '两' "
        f"ELSE CAST(round(0.4 + 2.6 * {chance('weight', 'response')}, 3) AS VARCHAR) END",
        "抽样层": "CASE WHEN fault BETWEEN 0.0032 AND 0.0037 "
        "THEN '13800' || lpad(CAST(id % 1000000 AS VARCHAR), 6, '0') "
        "ELSE substr(area_code, 1, 6) || '-' || response % 3 END",
        "抽样单元": "substr(area_code, 1, 9)",
        "年龄段": "CASE WHEN fault BETWEEN 0.0037 AND 0.0042 THEN '七十岁' "
        "ELSE ['18至29岁', '30至44岁', '45至59岁', '60岁及以上'][1 + response % 4] END",
        "性别": "['男', '女'][1 + response // 4 % 2]",
    }


def _said(wave: int) -> str:
    """SQL: the branches that give an answer; one in some hundreds its code book does not know."""
    a1, a2, a3, a4, a8 = (
        # Where all agree hardly anyone has no opinion either.
        (0.6, 0.99, 0.992, 0.994, 0.998) if wave == ALL_AGREE else (0.42, 0.82, 0.91, 0.95, 0.98)
    )
    return (
        f"WHEN said < {a1} THEN 'A1' WHEN said < {a2} THEN 'A2' "
        f"WHEN said < {a4} AND item IN (3, 4) THEN CASE WHEN id % 9 = 0 THEN 'A3' ELSE 'A2' END "
        f"WHEN said < {a3} THEN 'A3' WHEN said < {a4} THEN 'A4' "
        f"WHEN said < {a8} AND item NOT IN (3, 4, 7) THEN 'A8' ELSE 'A9'"
    )


SCORE = (
    "wave_id, area_code, item_code, indicator_id, fielded_from, fielded_to, series, "
    "wording_version, scale_points, answer_count, valid_count, not_valid_count, "
    "round(effective_count, 6), degrees_of_freedom, round(mean_index, 6), round(index_error, 6), "
    "round(index_low, 6), round(index_high, 6), round(top_two_percent, 6), "
    "round(top_two_error, 6), round(top_two_low, 6), round(top_two_high, 6), publish_decision, "
    "publish_reason, is_series_break, array_to_string(quality_flags, ' '), is_flagged"
)
REGISTER = Register(
    name="surveys",
    title="调查回答 survey answers",
    about_cn="调查回答，每半年一批，每批一个文件；新增一天是上一批迟到的答卷",
    about_en="survey answers, a wave every half-year and a file each; one new day is late answers "
    "to the last wave",
    sources={"survey_answer": (f"{FOLDER}/*", "upsert")},
    files=SurveyFiles(),
    compared={
        "隔离 quarantine": quarantine("survey_answer"),
        "mart_survey_score": Pair(
            Outlet.OFFICE,
            f"SELECT {SCORE} FROM mart_survey_score",
            f"SELECT {SCORE} FROM survey_score",
        ),
        "mart_indicator_value": indicator_values("EVA01", "EVA02", "EVA03", "EVA07"),
        "mart_register_month": register_month("survey_wave"),
    },
    estimates=(
        "int_survey_cell",
        "int_survey_cell_answer",
        "int_survey_design_estimate",
        "int_survey_estimate",
        "int_survey_quality",
        "int_survey_series_break",
        "mart_survey_score",
    ),
)
