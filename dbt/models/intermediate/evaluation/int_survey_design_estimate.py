"""Estimates of every question of every wave and area, with their errors under the design."""

from dagster_project.methods import survey_waves


def model(dbt, session):
    dbt.config(materialized="table")
    return survey_waves.estimates(
        dbt.ref("int_survey_cell").pl(),
        dbt.ref("int_survey_cell_answer").pl(),
        dbt.ref("stg_survey_margin").pl(),
        dbt.ref("int_survey_cell_area").pl(),
    )
