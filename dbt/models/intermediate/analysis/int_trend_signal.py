"""The control chart of every series."""

from dagster_project.methods import trends


def model(dbt, session):
    dbt.config(materialized="table")
    return trends.signals(
        figures=dbt.ref("mart_indicator_value").pl(),
        indicators=dbt.ref("stg_indicator").pl(),
        rebases=dbt.ref("fct_chart_rebase").pl(),
    )
