"""What is foretold of every series of figures that everyone may see."""

from dagster_project.methods import forecasts


def model(dbt, session):
    dbt.config(materialized="table")
    return forecasts.forecasts(
        points=dbt.ref("open_mart_trend_signal").pl(), indicators=dbt.ref("stg_indicator").pl()
    )
