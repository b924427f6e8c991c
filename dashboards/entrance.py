"""Whose page this rerun is: whoever is let in, or somebody as whom an administrator looks."""

import streamlit as st

from dashboards import door, states, workspace
from dashboards.app_pages import sign_in
from dashboards.door import Visitor
from dashboards.workspace import HomeUnsetError
from data_contracts.access import AccessError, Account, Deed
from data_contracts.configuration import ConfigurationError

AS, IN = "view-as", "account"


def enter() -> Visitor | None:
    """Who is in; None where the page says instead why nobody is, or asks to sign in."""
    st.session_state.pop(IN, None)
    try:
        found = door.visitor()
    except HomeUnsetError:
        states.no_workspace()
        return None
    except (AccessError, ConfigurationError) as error:
        states.refused(error)
        return None
    if found is None:
        sign_in.show()
        return None
    if found.session and found.session.is_first:
        sign_in.change_password(found)
        return None
    st.session_state[IN] = _seen_as(found.account), door.named(found.account)
    return found


def account() -> Account:
    """Whose rights hold for what is drawn; `enter` has found somebody."""
    seen: Account = st.session_state[IN][0]
    return seen


def by() -> str | None:
    """Who is recorded for what is done; None where the operating system knows."""
    name: str | None = st.session_state[IN][1]
    return name


def others(visitor: Visitor) -> list[str]:
    """As whom this visitor may look."""
    if not visitor.account.may(Deed.ADMINISTER):
        return []
    return [name for name in workspace.access().accounts if name != visitor.account.name]


def look_as(visitor: Visitor, name: str | None) -> None:
    """From now on pages are as `name` sees them; None ends it.

    The administrator's own grants do not grow: what he has not been granted stays closed.
    """
    if name is None:
        st.session_state.pop(AS, None)
        return
    door.record({"what": "view_as", "as": name}, door.named(visitor.account))
    st.session_state[AS] = name


def _seen_as(own: Account) -> Account:
    name = st.session_state.get(AS)
    other = workspace.access().account(name) if name and own.may(Deed.ADMINISTER) else None
    if other is None:
        return own
    grants = tuple(one for one in other.rights.grants if one in own.rights.grants)
    return Account(name=other.name, rights=other.rights.model_copy(update={"grants": grants}))
