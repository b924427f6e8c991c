"""What is kept and how it stays whole: the manifest, accepted rows, history, build, snapshot.

Truth is in Parquet files that are only ever added and in one manifest that is replaced
atomically. The build database and the snapshots are derived from them. No Dagster here.
"""
