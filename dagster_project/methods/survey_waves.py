"""Estimates of every question of every wave in every area, from sums by cell."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

from dagster_project.methods import surveys
from dagster_project.methods.surveys import Design, Floats, Margin

Row = dict[str, Any]

DIMENSIONS = {
    "area_code": "counted_area_code",
    "mode": "mode",
    "age_band": "age_band",
    "sex": "sex",
}
"""The dimensions that a margin may have, and the column of a cell that tells its category."""
SUMS = ("answer_count", "valid_count", "dont_know_count")
WEIGHTED = ("valid_weight", "top_two_weight", "scored_weight", "score_weight")
QUESTION = ("question_kind", "question_code")
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "wave_id": pl.String,
    "area_code": pl.String,
    **dict.fromkeys(QUESTION, pl.String),
    **dict.fromkeys(SUMS, pl.Int64),
    **dict.fromkeys((*WEIGHTED, "valid_weight_square"), pl.Float64),
    **dict.fromkeys(("index_error", "top_two_error"), pl.Float64),
    "degrees_of_freedom": pl.Int64,
    **dict.fromkeys(("quantile", "simple_quantile"), pl.Float64),
    "margins": pl.List(pl.String),
    "method": pl.String,
}
CONFIDENCE = 0.95


def estimates(
    cells: pl.DataFrame, answers: pl.DataFrame, margins: pl.DataFrame, areas: pl.DataFrame
) -> pl.DataFrame:
    """What is estimated of each question in each area, before intervals; columns as in `SCHEMA`.

    `cells` describes them (wave_id, cell, stratum, cluster_code, weight, and the columns named in
    `DIMENSIONS`); `answers` has, by wave_id, cell, question_kind and question_code, counts and
    sums under base weights as `SUMS` and `WEIGHTED` name them, and valid_weight_square; `margins`
    has wave_id, dimension, category and population; `areas` says in which areas (area_code) the
    answers of a cell count. Weights are relative: those of a wave sum up to its base weights.
    Errors are of the mean score and of the top-two share (0 to 1).
    """
    found: list[Row] = []
    ordered = cells.sort("wave_id", "cell")
    for (wave_id,), in_wave in ordered.group_by("wave_id", maintain_order=True):
        others = [frame.filter(wave_id=wave_id) for frame in (answers, margins, areas)]
        found += ({"wave_id": wave_id, **row} for row in _of_wave(in_wave, *others))
    return pl.DataFrame(found, SCHEMA, orient="row")


def _of_wave(
    cells: pl.DataFrame, answers: pl.DataFrame, margins: pl.DataFrame, areas: pl.DataFrame
) -> Iterator[Row]:
    used = dict(_margins(cells, margins))
    design = _design(cells, used)
    try:
        factor = surveys.rake(design)
    except surveys.NotConvergedError:
        used = {}
        design = _design(cells, used)
        factor = surveys.rake(design)
    places = cells.select("cell", place=pl.int_range(pl.len()))
    questions = answers.select(QUESTION).unique().sort(QUESTION)
    sums = _laid_out(answers.join(places, on="cell"), questions, cells.height)
    held = areas.join(places, on="cell").sort("area_code", "place")
    for (area_code,), of_area in held.group_by("area_code", maintain_order=True):
        inside = np.zeros(cells.height)
        inside[of_area["place"].to_numpy()] = 1
        here = {name: inside[:, None] * by_cell for name, by_cell in sums.items()}
        for question, row in zip(
            questions.iter_rows(named=True), _of_area(design, factor, inside, here), strict=True
        ):
            if row["answer_count"]:
                yield {"area_code": area_code, "margins": [*used], **question, **row}


def _laid_out(answers: pl.DataFrame, questions: pl.DataFrame, cells: int) -> dict[str, Floats]:
    """Each sum as an array of cells by questions."""
    numbered = questions.with_columns(number=pl.int_range(pl.len()))
    at = answers.join(numbered, on=QUESTION)
    found = {}
    for name in (*SUMS, *WEIGHTED, "valid_weight_square"):
        laid = np.zeros((cells, questions.height))
        laid[at["place"].to_numpy(), at["number"].to_numpy()] = at[name].to_numpy()
        found[name] = laid
    return found


def _of_area(
    design: Design, factor: Floats, inside: Floats, sums: Mapping[str, Floats]
) -> Iterator[Row]:
    """One row for each question."""
    index = surveys.ratios(design, factor, sums["score_weight"], sums["scored_weight"])
    top_two = surveys.ratios(design, factor, sums["top_two_weight"], sums["valid_weight"])
    clusters = np.unique(design.cluster[inside > 0])
    degrees = len(clusters) - len(np.unique(design.stratum[clusters]))
    counts = {name: sums[name].sum(axis=0) for name in SUMS}
    weights = {name: factor @ sums[name] for name in WEIGHTED}
    weights["valid_weight_square"] = factor**2 @ sums["valid_weight_square"]
    for number, valid_count in enumerate(counts["valid_count"]):
        yield {
            **{name: int(by_question[number]) for name, by_question in counts.items()},
            **{name: float(by_question[number]) for name, by_question in weights.items()},
            "index_error": _known(index.standard_error[number]),
            "top_two_error": _known(top_two.standard_error[number]),
            "degrees_of_freedom": degrees,
            "quantile": _quantile(degrees),
            "simple_quantile": _quantile(int(valid_count) - 1),
            "method": surveys.METHOD,
        }


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _quantile(degrees: int) -> float | None:
    """How many errors a two-sided interval reaches to each side; none without a degree."""
    return float(stats.t.ppf((1 + CONFIDENCE) / 2, degrees)) if degrees > 0 else None


def _design(cells: pl.DataFrame, margins: Mapping[str, Margin]) -> Design:
    clusters = cells.select("stratum", "cluster_code").unique().sort("stratum", "cluster_code")
    numbered = clusters.with_columns(number=pl.int_range(pl.len()))
    of_cells = cells.join(
        numbered, on=["stratum", "cluster_code"], how="left", maintain_order="left"
    )
    return Design(
        weight=cells["weight"].cast(pl.Float64).to_numpy(),
        cluster=of_cells["number"].to_numpy(),
        stratum=clusters["stratum"].rank("dense").cast(pl.Int64).to_numpy() - 1,
        margins=list(margins.values()),
    )


def _margins(cells: pl.DataFrame, margins: pl.DataFrame) -> Iterator[tuple[str, Margin]]:
    """The margins that a wave can be raked to: all of whose people have someone to speak for them.

    Those of whom the category is not known keep the share of the base weights that they have.
    """
    for dimension, column in DIMENSIONS.items():
        known = margins.filter(pl.col("dimension") == dimension, pl.col("population") > 0)
        people = known.select(category="category", population="population").sort("category")
        if people.is_empty() or not people["category"].is_in(cells[column].implode()).all():
            continue
        category = cells[column].replace_strict(
            people["category"], pl.int_range(people.height, eager=True), default=people.height
        )
        codes = category.to_numpy().astype(np.int64)
        weight = np.bincount(codes, cells["weight"].cast(pl.Float64).to_numpy())
        without = weight[people.height :] / weight.sum()
        share = people["population"].to_numpy() / people["population"].sum()
        yield dimension, Margin(codes, np.concatenate([share * (1 - without.sum()), without]))
