"""What young cohorts of clues are likely to reach."""

from dagster_project.methods import funnel


def model(dbt, session):
    dbt.config(materialized="table")
    return funnel.projection(dbt.ref("int_clue_cohort").select(*funnel.COURSE).pl())
