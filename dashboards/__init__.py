"""The pages that leaders open in a browser: they read published snapshots and nothing else.

May import `data_contracts`; never Dagster or `dagster_project`.
"""
