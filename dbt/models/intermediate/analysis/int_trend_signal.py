"""The control chart of every series."""

from dagster_project.methods import trends


def model(dbt, session):
    dbt.config(materialized="table")
    return trends.signals(dbt.ref("mart_indicator_value").pl(), dbt.ref("stg_indicator").pl())
