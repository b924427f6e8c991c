"""Cumulative incidence of the stages in each cohort of clues, made anew."""

from dagster_project.methods import funnel


def model(dbt, session):
    dbt.config(materialized="table")
    days = dbt.ref("int_clue_funnel_day")
    years = days.project("year(month_on) as year").distinct().order("year").fetchall()
    return funnel.incidence(days.filter(f"year(month_on) = {year}").pl() for (year,) in years)
