"""The next figures of every series of which back-tests tell something."""

from dagster_project.methods import forecasts


def model(dbt, session):
    dbt.config(materialized="table")
    return forecasts.forecasts(
        points=dbt.ref("mart_trend_signal").pl(), indicators=dbt.ref("stg_indicator").pl()
    )
