"""Pure statistics on aggregates: no Dagster, no files, no database."""
