"""Cumulative incidence of the stages in each cohort of clues."""

from dagster_project.methods import funnel


def model(dbt, session):
    dbt.config(materialized="table")
    return funnel.incidence(dbt.ref("int_clue_funnel_day").pl())
