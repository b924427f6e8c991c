"""Rewards, cases, assets, reviews and training: how they come about, and their ledgers."""
