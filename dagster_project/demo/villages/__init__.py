"""What villages and their grids do: party branches, events, decisions, disclosures, publicity."""
