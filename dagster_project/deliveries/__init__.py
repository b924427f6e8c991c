"""Deliveries of issued scorecards to other systems: each once, by right, and on record."""
