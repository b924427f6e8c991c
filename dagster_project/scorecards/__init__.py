"""Scorecards: the life of a period, its issues as files, and whether they can be recomputed."""
