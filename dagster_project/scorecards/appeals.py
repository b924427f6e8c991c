"""Appeals: what a decision makes of a figure, and of the total of its card."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from dagster_project.methods import scoring, scoring_parts
from dagster_project.scorecards.entries import LifeError
from data_contracts.scorecard import Appeal, Decision

CHANGING = ("upheld", "partly")
NOT_THEIRS = "not_our_duty"
Place = tuple[str, str, str]
BLANK: dict[str, Any] = dict.fromkeys(("numerator", "denominator", "value"))


def applied(lines: pl.DataFrame, settled: Iterable[tuple[Appeal, Decision | None]]) -> pl.DataFrame:
    """`lines` with the figures that appeals have changed, the later appeal last.

    Raises:
        LifeError: a line that was appealed against is there no longer.
    """
    rows = by_place(lines)
    for appeal, decision in settled:
        if decision is None or decision.decision not in CHANGING:
            continue
        row = line(rows, appeal)
        place = (appeal.subject_kind, appeal.subject_code, appeal.indicator_id)
        changed = _figure(row, appeal, decision)
        rows[place] = {**row, **changed, "appeal_id": appeal.appeal_id}
    return pl.DataFrame([*rows.values()], lines.schema, orient="row")


def line(rows: Mapping[Place, Mapping[str, Any]], appeal: Appeal) -> Mapping[str, Any]:
    """The line that an appeal is about.

    Raises:
        LifeError: there is no such line.
    """
    try:
        return rows[appeal.subject_kind, appeal.subject_code, appeal.indicator_id]
    except KeyError:
        raise LifeError(
            f"考核评分表中没有 {appeal.subject_code} 的 {appeal.indicator_id}，"
            "请核对对象和指标编号。",
            f"no scorecard has {appeal.indicator_id} of {appeal.subject_code}; "
            "check the subject and the indicator's id",
        ) from None


def by_place(lines: pl.DataFrame) -> dict[Place, dict[str, Any]]:
    """Every line by its subject and indicator."""
    return {
        (row["subject_kind"], row["subject_code"], row["indicator_id"]): row
        for row in lines.iter_rows(named=True)
    }


def refuse_unsaid(row: Mapping[str, Any], appeal: Appeal, decision: Decision) -> None:
    """Nothing where `decision` says exactly what the figure is after it.

    Raises:
        LifeError: it says too little, too much, or what cannot be.
    """
    said = {name for name in BLANK if getattr(decision, name) is not None}
    if decision.decision not in CHANGING:
        needed: set[str] = set()
    elif appeal.claim == NOT_THEIRS:
        needed = set()
    elif row["unit"] == "percent":
        needed = {"numerator", "denominator"}
    else:
        needed = {"numerator"} if row["unit"] == "count" else {"value"}
    if said != needed:
        options = "、".join(f"--{name}" for name in sorted(needed)) or "无 none"
        raise LifeError(
            f"这一裁定须且只须给出：{options}。",
            f"this decision takes exactly these figures: {options}",
        )
    counts = [count for count in (decision.numerator, decision.denominator) if count is not None]
    if any(count < 0 for count in (*counts, decision.value or 0)) or counts != sorted(counts):
        raise LifeError(
            "裁定后的数值不能为负，分子不能大于分母。",
            "a figure is not below 0, and a numerator not above its denominator",
        )


def total(lines: pl.DataFrame, appeal: Appeal) -> float | None:
    """The total of the card that an appeal is about, recomputed as a whole."""
    card = lines.filter(
        pl.col("subject_kind") == appeal.subject_kind, pl.col("subject_code") == appeal.subject_code
    )
    parts = scoring.score(card).parts
    found: float | None = parts.filter(pl.col("part") == scoring_parts.TOTAL)["score"].item()
    return found


def _figure(row: Mapping[str, Any], appeal: Appeal, decision: Decision) -> dict[str, Any]:
    """Value and status, by the rules that any figure goes by."""
    if appeal.claim == NOT_THEIRS:
        return {**BLANK, "figure_status": "not_applicable"}
    numerator, denominator = decision.numerator, decision.denominator
    status = "provisional" if row["figure_status"] == "provisional" else "ok"
    if denominator == 0:
        status = "not_applicable"
    elif denominator is not None and denominator < row["min_denominator"]:
        status = "insufficient"
    value = decision.value
    if numerator is not None and denominator is not None:
        value = 100 * numerator / denominator if denominator else None
    elif numerator is not None:
        value = numerator
    return {
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "figure_status": status,
    }
