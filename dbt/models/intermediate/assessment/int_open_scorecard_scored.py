"""Every scorecard as far as everyone may see it: lines, and the ends of scores below them."""

import polars as pl

from dagster_project.methods import scoring_ranges


def model(dbt, session):
    dbt.config(materialized="table")
    scored = scoring_ranges.score_range(dbt.ref("int_open_scorecard_line").pl())
    return pl.concat([scored.lines, scored.parts], how="diagonal")
