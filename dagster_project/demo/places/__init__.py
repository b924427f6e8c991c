"""Areas, units and the sectors in their charge: which there are and where they lie."""
