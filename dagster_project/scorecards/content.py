"""What `scorecard.json` says: cards made from lines by the engine, in words of the contract."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dagster_project.methods import scoring
from dagster_project.scorecards import wording
from data_contracts.scorecard import Card, Line, Part, Scorecard

SUBJECT = ("subject_kind", "subject_code")
LEVELS = (*wording.LEVELS,)


def cards(lines: pl.DataFrame) -> tuple[Card, ...]:
    """Every subject's card: banners first, then towns, villages and units."""
    scored = scoring.score(lines)
    parts = scored.parts.partition_by(*SUBJECT, as_dict=True)
    by_card = scored.lines.partition_by(*SUBJECT, as_dict=True)
    found = [_card(by_card[subject], parts[subject]) for subject in by_card]
    return tuple(sorted(found, key=_order))


def written(scorecard: Scorecard) -> bytes:
    """`scorecard.json` itself."""
    return scorecard.model_dump_json(indent=1).encode() + b"\n"


def _card(lines: pl.DataFrame, parts: pl.DataFrame) -> Card:
    first = lines.row(0, named=True)
    total, *mechanisms = _parts(parts)
    return Card(
        subject_kind=first["subject_kind"],
        subject_code=first["subject_code"],
        subject_name=first["subject_name"],
        level=first["level"],
        total=total,
        mechanisms=tuple(sorted(mechanisms, key=lambda part: _place(part.part))),
        lines=tuple(
            sorted(
                (Line(**_only(Line, row)) for row in lines.iter_rows(named=True)),
                key=lambda line: (_place(line.mechanism_code), line.indicator_id),
            )
        ),
    )


def _parts(parts: pl.DataFrame) -> Iterator[Part]:
    for row in parts.iter_rows(named=True):
        yield Part(**_only(Part, row))


def _only(model: type[Line] | type[Part], row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in model.model_fields}


def _place(mechanism: str) -> int:
    """In the order of the plan."""
    return [*wording.mechanisms()].index(mechanism)


def _order(card: Card) -> tuple[int, str]:
    place = LEVELS.index(card.level) if card.level in LEVELS else len(LEVELS)
    return place, card.subject_code
