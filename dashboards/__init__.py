"""The pages that leaders open in a browser: what is published, and the life of scorecards.

They read snapshots and files and write none. May import `data_contracts`; never Dagster or
`dagster_project`.
"""
