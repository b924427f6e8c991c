"""Supervision findings: how they come about, their dirt, the ledger that lists them."""
