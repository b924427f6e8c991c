"""Every scorecard: its lines as they are scored, and its mechanisms and total below them."""

import polars as pl

from dagster_project.methods import scoring


def model(dbt, session):
    dbt.config(materialized="table")
    scored = scoring.score(dbt.ref("int_scorecard_line").pl())
    return pl.concat([scored.lines, scored.parts], how="diagonal")
