"""Errors of cumulative incidences against those that SAS gives by the delta method."""

from pathlib import Path
from statistics import NormalDist

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from dagster_project.methods.competing_risks import aalen_johansen

TRANSPLANTS = Path(__file__).parent / "data" / "transplants.csv"
"""What came first after 100 bone marrow transplants: chronic graft versus host disease, relapse or
death; none of them up to the end of follow-up. Pintilie (2006), Competing Risks, Wiley."""
EVENTS = ("chronic_disease", "relapse", "death")


def counted(first_event: str) -> NDArray[np.int64]:
    """How many at each time, as one group."""
    frame = pl.read_csv(TRANSPLANTS)
    last = int(frame["thousandth_of_year"].to_numpy().max())
    times = frame.filter(first_event=first_event)["thousandth_of_year"].to_numpy()
    return np.bincount(times, minlength=last + 1)[None].astype(np.int64)


@pytest.mark.parametrize(
    ("event", "published"),
    [
        (
            "chronic_disease",
            {
                277: (0.05050505, 0.01878907, 0.10615195),
                350: (0.27272727, 0.18932773, 0.36264282),
                482: (0.66666667, 0.56458154, 0.75007530),
                991: (0.85858586, 0.77292811, 0.91369901),
                1993: (0.87878788, 0.79162926, 0.93104078),
            },
        ),
        (
            "relapse",
            {
                172: (0.01010101, 0.00089005, 0.04948737),
                301: (0.03030303, 0.00815729, 0.07868450),
                438: (0.05050505, 0.01878907, 0.10615195),
            },
        ),
        (
            "death",
            {
                63: (0.01010101, 0.00089005, 0.04948737),
                181: (0.03030303, 0.00815729, 0.07868450),
                287: (0.05050505, 0.01878907, 0.10615195),
            },
        ),
    ],
)
def test_error__as_by_the_delta_method_of_sas(
    event: str, published: dict[int, tuple[float, float, float]]
) -> None:
    """PROC LIFETEST, ERROR=DELTA: incidence F and its limits F^exp(+-1.96 error / (F log F)).

    Quoted from tests/data/cgvhd_delta.npy of scikit-survival 0.25. Aalen's error, which SAS gives
    unless told otherwise, is another: 9 % larger for the disease in the end.
    """
    one, other = (counted(each) for each in EVENTS if each != event)
    found = aalen_johansen(counted(event), one + other, counted("none"), tuple(published))
    share, error = found.incidence[0], found.standard_error[0]
    reach = NormalDist().inv_cdf(0.975) * error / (share * np.log(share))
    limits = np.column_stack([share, share ** np.exp(-reach), share ** np.exp(reach)])
    assert limits == pytest.approx(np.array(list(published.values())), abs=5e-9)
