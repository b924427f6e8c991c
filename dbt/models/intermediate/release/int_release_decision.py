"""What of the figures that are out everyone may see."""

from dagster_project.methods import releases


def model(dbt, session):
    dbt.config(materialized="table")
    [(is_due,)] = dbt.source("raw", "release").select("is_due").fetchall()
    return releases.decide(
        dbt.ref("int_release_figure").pl(), dbt.ref("int_release_nesting").pl(), is_due
    )
