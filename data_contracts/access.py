"""Stand-in: who somebody is."""

from dataclasses import dataclass

from data_contracts.complaint import Complaint
from data_contracts.model import Outlet


class AccessError(Complaint):
    """Something that this account may not do or see."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with rights."""

    name: str
    grants: tuple[Outlet, ...] = ()
