"""The waves as delivered: one workbook each, one of them twice, and what becomes of them.

The first delivery of the corrected wave stays free of faults. Its correction weighs answers
anew, adds a cluster, and takes back interviews that were keyed in twice.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Final

from dagster_project.demo.dirt import amend
from dagster_project.demo.lines import Line, Person, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.periods import Span
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.records import Scale
from dagster_project.demo.spellings import Spelling
from dagster_project.demo.surveys import dirt
from dagster_project.demo.surveys.answers import answers
from dagster_project.demo.surveys.fieldwork import margins, samples
from dagster_project.demo.surveys.people import respondents
from dagster_project.demo.surveys.plan import CORRECTED, Plan, plans
from dagster_project.demo.surveys.questionnaire import items
from dagster_project.demo.surveys.received import receive
from dagster_project.demo.surveys.records import Answer, Surveys, Workbook

NAME: Final = "演示数据_群众安全感调查_{}{}.xlsx"
PEOPLE: Final = 900
# Two surveyors, each with habits; stray rows are keyed by hand.
HABITS: Final = {"A": Spelling.CHINESE, "B": Spelling.ISO}
STRAY: Final = (Spelling.CODED, Spelling.FULL_WIDTH)
KEYED_TWICE: Final = 6


def make_surveys(seed: int, places: Places, scale: Scale, span: Span) -> Surveys:
    """All waves that have ended, with their dirt, and the figures of upper levels."""
    persons = make_people(Random(f"{seed}/respondents"), PEOPLE)
    pairs = [(plan, _workbook(seed, plan, places, scale, span, persons)) for plan in plans(span)]
    planned = {book.wave.wave_id: plan for plan, book in pairs}
    books = [book for _, book in pairs]
    dirty, planted = _with_dirt(Random(f"{seed}/survey dirt"), books, planned)
    received = receive(seed, places, span, [book.wave for book in books])
    lost = {note.key for note in planted if note.is_lost}
    return Surveys(
        waves=tuple(book.wave for book in books),
        items=tuple(item for book in books for item in book.items),
        margins=tuple(margin for book in books for margin in book.margins),
        samples=tuple(sample for book in books for sample in book.samples),
        answers=tuple(
            line.record for book in books for line in book.answers if line.record.key not in lost
        ),
        received=received.figures,
        workbooks=tuple(sorted(dirty, key=lambda book: book.name)),
        received_rows=received.rows,
        planted=(*planted, *received.planted),
    )


def _workbook(
    seed: int, plan: Plan, places: Places, scale: Scale, span: Span, persons: Sequence[Person]
) -> Workbook:
    rng = Random(f"{seed}/{plan.wave.wave_id}")
    people = respondents(rng, plan, places, scale)
    named = dict(
        zip((one.response_id for one in people), rng.choices(persons, k=len(people)), strict=True)
    )
    given = answers(rng, plan, people, span)
    return Workbook(
        name=NAME.format(plan.wave.wave_id, ""),
        wave=plan.wave,
        mode=plan.mode,
        items=tuple(items(plan.wave.wave_id, plan.wording_version)),
        margins=tuple(margins(plan, people, places)),
        samples=tuple(samples(rng, plan, people)),
        answers=tuple(_line(rng, plan, answer, named[answer.response_id]) for answer in given),
    )


def _line(rng: Random, plan: Plan, answer: Answer, person: Person) -> Line[Answer]:
    spelling = rng.choice(STRAY) if rng.random() < 0.05 else HABITS[plan.wave.series]
    return Line(answer, person, spelling)


def _with_dirt(
    rng: Random, books: list[Workbook], planned: dict[str, Plan]
) -> tuple[list[Workbook], list[Planted]]:
    """The workbooks as delivered, the corrected one among them, and what was planted."""
    open_books, delivered = [], []
    planted: list[Planted] = []
    for book in books:
        if planned[book.wave.wave_id].number == CORRECTED:
            delivered += [_first_delivery(book), _renamed(book)]
            planted.append(Planted("corrected_wave", dirt.CONTRACT, book.name, book.wave.wave_id))
        else:
            open_books.append(book)
    lines, notes = dirt.spoil_answers(rng, open_books)
    open_books = [replace(book, answers=rows) for book, rows in zip(open_books, lines, strict=True)]
    open_books, more = _with_spoiled_rows(open_books)
    return [*delivered, *open_books], [*planted, *notes, *more]


def _with_spoiled_rows(books: list[Workbook]) -> tuple[list[Workbook], list[Planted]]:
    """One spoiled row of each table in each book, as long as there are kinds left."""
    left = dirt.spoiled_rows("")
    found, planted = [], []
    for book in books:
        rows = {}
        for contract in ("survey_item", "survey_sample", "survey_margin"):
            spoiled = next((one for one in left if one[0] == contract), None)
            if spoiled is None:
                continue
            left.remove(spoiled)
            _, kind, cells, faults = spoiled
            rows[contract] = ({**cells, "wave_id": book.wave.wave_id},)
            key = f"{contract}/{book.wave.wave_id}/{kind}"
            planted.append(Planted(kind, contract, book.name, key, faults, is_lost=True))
        found.append(replace(book, spoiled=rows))
    return found, planted


def _renamed(book: Workbook) -> Workbook:
    return replace(book, name=NAME.format(book.wave.wave_id, "_更正"))


def _first_delivery(book: Workbook) -> Workbook:
    """As it was sent at first: all weights 1 in one stratum, one cluster not yet there.

    Some interviews stand there a second time, under a number of their own.
    """
    strata = sorted({line.record.stratum for line in book.answers})
    clusters = sorted({line.record.cluster for line in book.answers})
    lines = [
        replace(line, record=replace(line.record, base_weight=type(line.record.base_weight)(1)))
        if line.record.stratum == strata[-1]
        else line
        for line in book.answers
        if line.record.cluster != clusters[0]
    ]
    twice = sorted({line.record.response_id for line in lines})[:KEYED_TWICE]
    lines += [_again(line) for line in lines if line.record.response_id in twice]
    return replace(book, answers=tuple(lines))


def _again(line: Line[Answer]) -> Line[Answer]:
    """The same answer, keyed in as that of another respondent."""
    return amend(line, response_id=f"{line.record.response_id}0")
