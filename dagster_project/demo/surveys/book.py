"""A wave as the surveyor delivers it: a workbook of five sheets, with titles and notes.

Answers are in long rows, one for each respondent and item, with the respondent's name,
telephone and address beside them.
"""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from xlsxwriter import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from dagster_project.demo.lines import Line
from dagster_project.demo.spellings import FULL_WIDTH_DIGITS, Spelling
from dagster_project.demo.surveys import wording
from dagster_project.demo.surveys.records import Answer, Item, Sample, Workbook
from dagster_project.demo.wording import SECTORS, Names, word
from dagster_project.demo.workbooks import (
    Formats,
    Value,
    open_book,
    spelled_day,
    write_cell,
    write_headers,
    write_span,
    write_title,
)

WAVE_HEADERS: Final = ("批次", "开始", "结束", "系列", "方式")
ITEM_HEADERS: Final = (
    "批次", "题号", "题目", "对应指标", "量表级数", "题目版本", "选项", "选项内容", "含义",
    "折算分", "前两级", "有效",
)  # fmt: skip
MARGIN_HEADERS: Final = ("批次", "维度", "类别", "人数")
SAMPLE_HEADERS: Final = ("批次", "方式", "区划", "拨打/上门", "接触", "合格", "完成", "拒访")
# Upper and lower header; a lower one that is empty is merged with the upper.
ANSWER_HEADERS: Final = (
    ("批次", ""), ("答卷编号", ""), ("受访人", "性别"), ("受访人", "年龄段"),
    ("受访人姓名", ""), ("受访人电话", ""), ("住址", ""), ("区划", ""), ("方式", ""),
    ("抽样", "层"), ("抽样", "单元"), ("抽样", "基础权数"), ("回答", "题号"), ("回答", "选项"),
    ("开放题内容", ""), ("所问行业", ""),
)  # fmt: skip
ANSWER_COLUMNS: Final = {
    "wave_id": 0, "response_id": 1, "sex": 2, "age_band": 3, "area_code": 7, "mode": 8,
    "stratum": 9, "cluster": 10, "base_weight": 11, "item_code": 12, "answer_code": 13,
    "sector_code": 15,
}  # fmt: skip
PERSONAL: Final = (4, 5, 6, 14)


def workbook_bytes(book: Workbook, names: Names, made_on: date) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    with open_book(target, made_on) as (made, looks):
        _wave(made, looks, book)
        _items(made, looks, book)
        _margins(made, looks, book)
        _samples(made, looks, book, names)
        _answers(made, looks, book, names)
    return target.getvalue()


def _sheet(made: Book, looks: Formats, name: str, headers: Sequence[str], note: str) -> Worksheet:
    sheet = made.add_worksheet(name)
    sheet.set_column(0, len(headers) - 1, 14)
    write_title(sheet, f"演示数据 群众安全感调查 {name}", len(headers), looks.title)
    sheet.write_string(1, 0, note)
    sheet.write_row(2, 0, headers, looks.header)
    return sheet


def _write_rows(
    sheet: Worksheet, looks: Formats, first: int, rows: Sequence[Sequence[Value]]
) -> None:
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            write_cell(sheet, number, column, value, looks)


def _wave(made: Book, looks: Formats, book: Workbook) -> None:
    sheet = _sheet(made, looks, "调查说明", WAVE_HEADERS, "委托第三方机构随机抽样调查")
    wave = book.wave
    spelling = Spelling.CHINESE if wave.series == "A" else Spelling.CODED
    begin, end = (spelled_day(day, spelling) for day in (wave.fielded_from, wave.fielded_to))
    way = wording.MODES[book.mode]
    _write_rows(sheet, looks, 3, [(wave.wave_id, begin, end, wave.series, way)])
    sheet.write_string(4, 0, "说明：各层按人口分配样本，嘎查村（社区）为抽样单元。")


def _items(made: Book, looks: Formats, book: Workbook) -> None:
    sheet = _sheet(made, looks, "题目与选项", ITEM_HEADERS, "注：拒答、说不清不计入有效回答")
    row = 3
    for item_code, members in groupby(book.items, key=lambda item: item.item_code):
        choices = list(members)
        rows = range(row, row + len(choices))
        for column, text in enumerate(_head(choices[0])):
            write_span(sheet, rows, column, text, looks.text)
        for number, choice in zip(rows, choices, strict=True):
            words = wording.WORDS[item_code][choice.answer_code]
            for column, value in enumerate(_choice(choice, words), start=6):
                write_cell(sheet, number, column, value, looks)
        row += len(choices)
    for number, cells in enumerate(book.spoiled.get("survey_item", ()), start=row):
        item = Item(**cells)  # type: ignore[arg-type]
        _write_rows(sheet, looks, number, [(*_head(item), *_choice(item, "测试"))])


def _head(item: Item) -> tuple[str, ...]:
    """What stands once for all choices of an item; 无 where it measures no indicator."""
    texts = wording.TEXTS[item.item_code]
    return (
        item.wave_id,
        item.item_code,
        texts[item.wording_version - 1],
        item.indicator_id or "无",
        str(item.scale_points),
        str(item.wording_version),
    )


def _choice(item: Item, words: str) -> tuple[Value, ...]:
    return (
        item.answer_code,
        words,
        wording.MEANINGS.get(item.meaning, item.meaning),
        item.score,
        "√" if item.is_top_two else "×",
        "是" if item.is_valid else "否",
    )


def _margins(made: Book, looks: Formats, book: Workbook) -> None:
    sheet = _sheet(made, looks, "总体分布", MARGIN_HEADERS, "单位：人（18周岁及以上）")
    rows: list[tuple[Value, ...]] = [
        (
            margin.wave_id,
            wording.DIMENSIONS[margin.dimension],
            wording.CATEGORIES.get(margin.category, margin.category),
            f"{margin.population:,}",
        )
        for margin in book.margins
    ]
    rows += [
        (
            cells["wave_id"],
            wording.DIMENSIONS.get(str(cells["dimension"]), cells["dimension"]),
            cells["category"],
            cells["population"],
        )
        for cells in book.spoiled.get("survey_margin", ())
    ]
    _write_rows(sheet, looks, 3, rows)


def _samples(made: Book, looks: Formats, book: Workbook, names: Names) -> None:
    """Wave and mode are merged over all areas; a total stands below."""
    sheet = _sheet(made, looks, "样本情况", SAMPLE_HEADERS, "注：按实际接触结果填报")
    rows = range(3, 3 + len(book.samples))
    write_span(sheet, rows, 0, book.wave.wave_id, looks.text)
    write_span(sheet, rows, 1, wording.MODES[book.mode], looks.text)
    for row, sample in zip(rows, book.samples, strict=True):
        for column, value in enumerate(_sample(sample, names), start=2):
            write_cell(sheet, row, column, value, looks)
    row = 3 + len(book.samples)
    sheet.write_string(row, 0, "合计", looks.header)
    sheet.write_number(row, 6, sum(s.completed_count for s in book.samples), looks.header)
    for number, cells in enumerate(book.spoiled.get("survey_sample", ()), start=row + 1):
        spoiled = Sample(**cells)  # type: ignore[arg-type]
        way = wording.MODES[spoiled.mode]
        _write_rows(sheet, looks, number, [(spoiled.wave_id, way, *_sample(spoiled, names))])


def _sample(sample: Sample, names: Names) -> tuple[Value, ...]:
    return (
        wording.coded_name(sample.area_code, names.areas),
        sample.dialled_count,
        sample.contacted_count,
        sample.eligible_count,
        sample.completed_count,
        sample.refused_count,
    )


def _answers(made: Book, looks: Formats, book: Workbook, names: Names) -> None:
    sheet = made.add_worksheet("逐份答卷")
    sheet.set_column(0, len(ANSWER_HEADERS) - 1, 14)
    write_title(sheet, "演示数据 群众安全感调查 逐份答卷", len(ANSWER_HEADERS), looks.title)
    sheet.write_string(1, 0, "内部资料，不得外传")
    write_headers(sheet, 2, ANSWER_HEADERS, looks.header)
    for row, line in enumerate(book.answers, start=4):
        cells: dict[str, Value] = {**_answer(line, names), **line.overrides}
        for column, value in cells.items():
            write_cell(sheet, row, ANSWER_COLUMNS[column], value, looks)
        person = line.person
        texts = (person.name, person.phone, wording.address(line, names), wording.remark(line))
        for number, text in zip(PERSONAL, texts, strict=True):
            sheet.write_string(row, number, text, looks.text)


def _answer(line: Line[Answer], names: Names) -> dict[str, Value]:
    answer, spelling = line.record, line.spelling
    is_coded = spelling is Spelling.CODED
    weight: str | Decimal = answer.base_weight
    if spelling is Spelling.FULL_WIDTH:
        weight = str(weight).translate(FULL_WIDTH_DIGITS)
    words = wording.WORDS[answer.item_code][answer.answer_code]
    area = answer.area_code if is_coded else wording.coded_name(answer.area_code, names.areas)
    return {
        "wave_id": answer.wave_id,
        "response_id": answer.response_id,
        "sex": answer.sex if is_coded else wording.SEXES[answer.sex],
        "age_band": answer.age_band if is_coded else wording.AGE_BANDS[answer.age_band],
        "area_code": area,
        "mode": answer.mode if is_coded else wording.MODES[answer.mode],
        "stratum": answer.stratum,
        "cluster": answer.cluster,
        "base_weight": weight,
        "item_code": answer.item_code,
        "sector_code": word(answer.sector_code, SECTORS, spelling),
        "answer_code": int(answer.answer_code) if is_coded else f"{answer.answer_code} {words}",
    }
