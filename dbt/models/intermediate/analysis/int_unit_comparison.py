"""Every figure beside those of its peers."""

from dagster_project.methods import comparison


def model(dbt, session):
    dbt.config(materialized="table")
    return comparison.compared(
        figures=dbt.ref("mart_indicator_value").pl(),
        indicators=dbt.ref("stg_indicator").pl(),
        areas=dbt.ref("stg_area").pl(),
        units=dbt.ref("stg_unit").pl(),
    )
