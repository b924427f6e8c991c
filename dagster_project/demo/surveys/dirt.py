"""The kinds of dirt in surveys, each with the faults that it must be found by."""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Final

from dagster_project.demo.dirt import Kind, Page, Repeat, cells, plant, repeat, write
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.surveys.records import Answer, Cells, Workbook

CONTRACT: Final = "survey_answer"
ROOM: Final = 0.04

Spoiled = tuple[str, str, Cells, tuple[tuple[str, str], ...]]
"""Contract, kind of dirt, a row of nothing but dirt, and its faults."""


def kinds(first_wave: str) -> list[Kind[Answer]]:
    """Dirt that spoils one answer of a wave; a later one may be noted as of the first."""
    return [
        *cells("missing_value", "answer_code", "required", "", ""),
        *cells("missing_value", "base_weight", "required", ""),
        *cells("missing_value", "area_code", "required", ""),
        *cells("missing_value", "response_id", "required", ""),
        *cells("weight_not_positive", "base_weight", "weight_not_positive", "0", "-1.5"),
        *cells("weight_in_words", "base_weight", "type", "一点二"),
        *cells("absurd_weight", "base_weight", "range", "99999999"),
        *cells("unknown_answer_code", "answer_code", "unknown_reference", "7", "0"),
        *cells("unknown_item", "item_code", "unknown_reference", "Q9"),
        Kind(
            "unknown_wave",
            (("wave_id", "unknown_reference"), ("wave_id", "outside_scope")),
            lambda line: write(line, wave_id="AQG199905"),
        ),
        Kind(
            "first_wave",
            (("wave_id", "outside_scope"),),
            lambda line: write(line, wave_id=first_wave),
            suits=lambda answer: answer.wave_id != first_wave,
        ),
        *cells("unknown_mode", "mode", "unknown_code", "短信"),
        *cells("unknown_age_band", "age_band", "unknown_code", "青年"),
        *cells("unknown_sex", "sex", "unknown_code", "未填"),
        *cells("foreign_area_name", "area_code", "pattern", "跨省转办"),
        *cells("foreign_area_code", "area_code", "unknown_reference", "150699001"),
        Kind(
            "phone_as_cluster",
            (("cluster", "personal_data"),),
            lambda line: write(line, cluster=line.person.phone),
        ),
        Kind(
            "id_number_as_response",
            (("response_id", "personal_data"),),
            lambda line: write(line, response_id=line.person.id_number),
        ),
        Kind(
            "name_as_answer",
            (("answer_code", "pattern"),),
            lambda line: write(line, answer_code=line.person.name),
        ),
    ]


def repeats() -> list[Repeat[Answer]]:
    """Dirt that gives one respondent's answer to an item twice; the lower row holds."""
    return [
        Repeat("exact_duplicate", lambda line: line, is_above=False, times=2),
        Repeat("first_keyed_otherwise", _otherwise, is_above=True, times=2),
    ]


def spoil_answers(
    rng: Random, books: list[Workbook]
) -> tuple[list[tuple[Line[Answer], ...]], list[Planted]]:
    """The rows of each book with dirt among them, and what was planted."""
    pages = [Page(b.name, list(b.answers), room=int(ROOM * len(b.answers))) for b in books]
    planted = plant(rng, CONTRACT, pages, kinds(min(book.wave.wave_id for book in books)))
    planted += repeat(rng, CONTRACT, "wave_id", pages, repeats())
    return [tuple(page.lines) for page in pages], planted


def spoiled_rows(wave_id: str) -> list[Spoiled]:
    """Rows that surveyors leave below their tables: a test entry, another district's line.

    A table of these is short, so that each of them stands in a book of its own.
    """
    item = _item(wave_id)
    sample = _sample(wave_id)
    margin: Cells = {"wave_id": wave_id, "dimension": "age_band", "population": 10}
    return [
        (
            "survey_item",
            "unknown_meaning",
            {**item, "meaning": "其他"},
            _one("meaning", "unknown_code"),
        ),
        ("survey_item", "absurd_score", {**item, "score": Decimal(120)}, _one("score", "range")),
        (
            "survey_item",
            "valid_refusal",
            {**item, "meaning": "refused", "is_top_two": False},
            _one("is_valid", "valid_without_an_answer"),
        ),
        (
            "survey_sample",
            "foreign_area_code",
            {**sample, "area_code": "150699001"},
            _one("area_code", "unknown_reference"),
        ),
        (
            "survey_sample",
            "more_completed_than_eligible",
            {**sample, "completed_count": 21},
            _one("completed_count", "completed_above_eligible"),
        ),
        (
            "survey_sample",
            "missing_value",
            {**sample, "eligible_count": None, "completed_count": 0},
            _one("eligible_count", "required"),
        ),
        (
            "survey_margin",
            "unknown_category",
            {**margin, "category": "0_17"},
            _one("category", "unknown_category"),
        ),
        (
            "survey_margin",
            "unknown_dimension",
            {**margin, "dimension": "学历", "category": "primary"},
            _one("dimension", "unknown_code"),
        ),
    ]


def _otherwise(line: Line[Answer]) -> Line[Answer]:
    """The same answer as it was keyed at first."""
    code = "2" if line.record.answer_code == "1" else "1"
    return replace(line, record=replace(line.record, answer_code=code))


def _one(column: str, rule: str) -> tuple[tuple[str, str], ...]:
    return ((column, rule),)


def _item(wave_id: str) -> Cells:
    """An answer that nobody gives."""
    return {
        "wave_id": wave_id, "item_code": "Q4", "answer_code": "6", "indicator_id": None,
        "meaning": "yes", "score": None, "is_top_two": False, "is_valid": True,
        "scale_points": 2, "wording_version": 1,
    }  # fmt: skip


def _sample(wave_id: str) -> Cells:
    """Contacts in a mode that was not used."""
    return {
        "wave_id": wave_id, "mode": "web", "area_code": "150626", "dialled_count": 60,
        "contacted_count": 25, "eligible_count": 20, "completed_count": 5, "refused_count": 9,
    }  # fmt: skip
