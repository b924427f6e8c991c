"""Sectors and areas whose work needs review, by component and by their index."""

from dagster_project.methods import sector_risk


def model(dbt, session):
    dbt.config(materialized="table")
    return sector_risk.risks(dbt.ref("int_sector_risk_count").pl())
