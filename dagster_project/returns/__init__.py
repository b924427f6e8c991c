"""Returns: what has to be handed in by a working day, made once each by the scheduler."""
