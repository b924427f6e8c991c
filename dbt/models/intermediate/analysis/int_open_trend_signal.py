"""The control chart of every series as far as everyone may see its figures."""

from dagster_project.methods import trends


def model(dbt, session):
    dbt.config(materialized="table")
    return trends.signals(dbt.ref("open_mart_indicator_value").pl(), dbt.ref("stg_indicator").pl())
