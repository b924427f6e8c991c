"""How much a run does, known to the command before anything heavy is imported."""

from enum import Enum, auto


class Extent(Enum):
    """What a run reads and builds: what is new, everything, or everything under a new key."""

    NEW = auto()
    FULL = auto()
    ROTATION = auto()
