"""`scorecard.json`: what an issued scorecard says, for whoever receives it.

The contract of its fields is `files/scorecard.odcs.yaml`; its JSON Schema goes out beside it.
"""

import json
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Subject = Literal["area", "unit"]
LineStatus = Literal[
    "scored",
    "shown",
    "not_applicable",
    "insufficient",
    "suppressed",
    "missing",
    "gated",
    "red_line",
]
PartStatus = Literal["ok", "provisional", "insufficient", "not_applicable", "void"]
Claim = Literal["rows_missing", "rows_wrong", "not_our_duty", "definition"]
Score = Annotated[float, Field(ge=0, le=100)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Strict(BaseModel):
    """Nothing but what is named here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Appeal(Strict):
    """What a subject claims of one of its figures; `evidence_ref` is a document's number."""

    appeal_id: str
    subject_kind: Subject
    subject_code: str
    indicator_id: str
    claim: Claim
    evidence_ref: str


class Decision(Strict):
    """What was decided; the figure after it, and the card's total before and after."""

    appeal_id: str
    decision: Literal["upheld", "partly", "rejected"]
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    score_before: Score | None = None
    score_after: Score | None = None


class Settled(Strict):
    """An appeal with its decision."""

    appeal: Appeal
    decision: Decision


class Line(Strict):
    """One indicator on a card."""

    indicator_id: str
    indicator_name: str
    mechanism_code: str
    definition_version: int
    unit: str
    score_rule: str
    score_rule_note: str | None
    score_floor: float | None
    score_target: float | None
    weight: float
    numerator: float | None
    denominator: float | None
    sample_count: int | None
    value: float | None
    figure_status: str
    figure_periods: tuple[str, ...]
    settled_on: date | None
    quality_flags: tuple[str, ...]
    is_gated: bool
    appeal_id: str | None
    line_status: LineStatus
    effective_weight: float
    score: Score | None
    points: float | None


class Part(Strict):
    """A mechanism of a card, or 'total'."""

    part: str
    weight: float
    applicable_weight: float
    effective_weight: float
    score: Score | None
    score_before_red_lines: Score | None
    bonus_points: float
    status: PartStatus
    red_lines: tuple[str, ...]


class Card(Strict):
    """One subject in the period."""

    subject_kind: Subject
    subject_code: str
    subject_name: str
    level: str
    total: Part
    mechanisms: tuple[Part, ...]
    lines: tuple[Line, ...]


class Scorecard(Strict):
    """The scorecards of a period, in one version."""

    format: Literal["anping.scorecard@1"] = "anping.scorecard@1"
    period_kind: Literal["quarter", "year"]
    period: str = Field(pattern=r"^[0-9]{4}(-Q[1-4])?$")
    version: int = Field(ge=1)
    reason: str | None = Field(description="why it was restated; none in version 1")
    issued_at: datetime
    snapshot_id: str
    as_of: date
    catalogue_version: str
    code_version: str
    is_demo: bool
    appeals: tuple[Settled, ...]
    cards: tuple[Card, ...]


Scalar = str | int | float | bool | None


class Change(Strict):
    """One field that two versions have differently; a card or line that is new has no before.

    `part` is 'total', a mechanism or an indicator.
    """

    subject_kind: Subject
    subject_code: str
    part: str
    field: str
    before: Scalar | tuple[str, ...]
    after: Scalar | tuple[str, ...]


class Difference(Strict):
    """`diff.json` of a restatement: what changed against the version before, and why."""

    format: Literal["anping.diff@1"] = "anping.diff@1"
    period: str
    from_version: int
    to_version: int
    reason: str
    changes: tuple[Change, ...]


class File(Strict):
    """One file of an issue."""

    sha256: Hash
    size: int


class Manifest(Strict):
    """Every file of an issue, and what the issue was made from.

    `seed` is that of a simulation; scores need none. `seal` is the hash of all the rest.
    """

    format: Literal["anping.issue@1"] = "anping.issue@1"
    period: str
    version: int
    issued_at: datetime
    snapshot_id: str
    as_of: date
    catalogue_version: str
    code_version: str
    seed: int | None
    files: dict[str, File]
    seal: Hash


def schema() -> bytes:
    """The JSON Schema of `scorecard.json`."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    found |= Scorecard.model_json_schema(mode="serialization")
    return json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n"
