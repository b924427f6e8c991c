"""What Dagster is told: assets made by factories from contracts, models and snapshots."""
