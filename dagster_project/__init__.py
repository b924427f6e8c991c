"""The pipeline: from operational records to a published snapshot.

`sources` reads, `checks` judges, `warehouse` keeps, `assets` tells Dagster about it, and
`demo` makes a world to try it on. Nothing here is imported by the dashboards.
"""
