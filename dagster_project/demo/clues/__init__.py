"""Reported clues: how they come about, and the platform, returns and services that tell of them."""
