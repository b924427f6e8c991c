"""Judging rows: one predicate a contract rule, used for quarantine and by Great Expectations."""
