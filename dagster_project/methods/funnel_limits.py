"""Which units differ from all by more than chance, where units are of unequal size.

Spiegelhalter (2005), Statistics in Medicine 24, 1185; Spiegelhalter and others (2012), Journal of
the Royal Statistical Society A 175, 1. A proportion is looked at on the arcsine scale, on which
chance moves it by 1 / (2 √n) whatever it is.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WARNING: Final = 1.959964
"""Two-sided 95 %."""
ACTION: Final = 3.090232
"""Two-sided 99.8 %."""
TRIMMED: Final = 0.1
"""Of each end, drawn in before overdispersion is judged."""


class Spread(NamedTuple):
    """How much more units differ than chance explains.

    `phi` is how many times the variance, `between` the variance on the arcsine scale that is
    added for it (DerSimonian and Laird), nothing where chance explains all.
    """

    phi: float
    between: float


def ratios(hits: Floats, of: Floats, target: float) -> Floats:
    """By how many standard errors each proportion lies above the target; `of` is above zero."""
    return (arc(hits / of) - arc(target)) * 2 * np.sqrt(of)


def spread(found: Floats, weight: Floats) -> Spread:
    """From the ratios of units, extremes drawn in to the tenths.

    `weight` is the inverse of what chance alone makes of each one's variance: of a proportion on
    the arcsine scale 4 n.
    """
    low, high = np.quantile(found, [TRIMMED, 1 - TRIMMED])
    count = len(found)
    phi = float(np.mean(np.clip(found, low, high) ** 2))
    room = weight.sum() - np.sum(weight**2) / weight.sum()
    excess = count * phi - (count - 1)
    between = max(excess / room, 0.0) if room > 0 else 0.0
    return Spread(phi, float(between))


def of_share(of: Floats, target: float, between: float, z: float) -> tuple[Floats, Floats]:
    """Between which proportions a unit of each size lies if it is like all: shares, 0 to 1."""
    width = z * np.sqrt(1 / (4 * of) + between)
    low = np.clip(arc(target) - width, 0, np.pi / 2)
    high = np.clip(arc(target) + width, 0, np.pi / 2)
    return np.sin(low) ** 2, np.sin(high) ** 2


def of_mean(errors: Floats, target: float, between: float, z: float) -> tuple[Floats, Floats]:
    """The same of means, in their unit; `between` is on their scale."""
    width = z * np.sqrt(errors**2 + between)
    return target - width, target + width


def arc(share: Floats | float) -> Floats:
    """The scale on which a share varies by chance as much wherever it lies, 0 to π / 2."""
    return np.asarray(np.arcsin(np.sqrt(share)))
