"""Every scorecard: its lines as they are scored, and its mechanisms and total below them."""

import polars as pl

from dagster_project.methods import scoring, scoring_sensitivity, scoring_uncertainty


def model(dbt, session):
    dbt.config(materialized="table")
    scored = scoring.score(dbt.ref("int_scorecard_line").pl())
    standing = scoring_uncertainty.standing(scored).with_columns(part=pl.lit("total"))
    order = scoring_sensitivity.sensitivity(scored).with_columns(part=pl.lit("total"))
    parts = scored.parts.join(standing, on=[*scoring.CARD, "part"], how="left").join(
        order, on=[*scoring_sensitivity.GROUP, "part"], how="left"
    )
    return pl.concat([scored.lines, parts], how="diagonal")
