"""The door: who looks at a page, asked on every rerun, so that a right taken away is gone at once.

Whoever signs in gets a session of ours with an end of its own, which can be revoked: by password
it begins at `account_routes`, by OpenID Connect here, with the token that Streamlit has taken.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import streamlit as st

from dashboards import wording, workspace
from data_contracts import audit
from data_contracts.access import HERE, AccessError, Account, Oidc, SignIn
from data_contracts.accounts import Accounts, Session, Way

COOKIE = "anping_session"
DISCOVERY = "/.well-known/openid-configuration"
LEEWAY = timedelta(minutes=2)
"""By how much clocks may differ."""
ADMITTED, REFUSED = "admitted", "refused"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody let in; without `session` nobody has to sign in here."""

    account: Account
    session: Session | None


def visitor() -> Visitor | None:
    """Who looks at this page; None where he has to sign in first.

    Raises:
        AccessError: nobody has to sign in, and others than this machine can reach the pages; or
            somebody has signed in whom anping.yml does not know.
    """
    policy = workspace.access()
    if policy.sign_in is None:
        if not is_this_machine(st.get_option("server.address")):
            raise AccessError(
                "没有配置登录，看板只能在本机（127.0.0.1）使用；请在 anping.yml 中配置 "
                "'access.sign_in'。",
                "sign-in is not set up, so pages are for this machine (127.0.0.1) alone; set "
                "'access.sign_in' in anping.yml",
            )
        return Visitor(policy.here(), None)
    session = Accounts(workspace.home()).session(secret(), now()) or _admitted(policy.sign_in)
    if session is None:
        return None
    account = policy.account(session.account)
    if account is None:
        raise AccessError(
            f"已登录，但 anping.yml 中没有账户 {session.account}，请联系系统管理员。",
            f"signed in, but anping.yml knows no account {session.account}; ask the administrator",
        )
    return Visitor(account, session)


def secret() -> str:
    """That of the session which the browser brings; empty where it brings none."""
    found: str = st.context.cookies.get(COOKIE, "")
    return found


def leave(session: Session) -> None:
    """Ends a session that began with a provider; by password, `account_routes` does."""
    record({"what": "sign_out"}, session.account)
    Accounts(workspace.home()).end(_token(st.user.to_dict()))
    st.logout()


def record(deed: dict[str, str], account: str | None) -> None:
    """Adds a deed to the audit log of this workspace."""
    audit.record(workspace.home() / audit.FILE, now(), deed, account)


def named(account: Account) -> str | None:
    """The name to record; whoever sits at the machine is known by the operating system."""
    return None if account.name == HERE else account.name


def now() -> datetime:
    """The time in China."""
    return datetime.now(wording.BEIJING)


def is_this_machine(address: str | None) -> bool:
    """Whether a server at `address` is reached from this machine alone."""
    if address == "localhost":
        return True
    try:
        return address is not None and ip_address(address).is_loopback
    except ValueError:
        return False


def _admitted(sign_in: SignIn) -> Session | None:
    """The session of a token that Streamlit has taken, where it is one for us."""
    claims: dict[str, Any] = st.user.to_dict()
    if sign_in.oidc is None or not claims.get("is_logged_in"):
        return None
    accounts, token = Accounts(workspace.home()), _token(claims)
    if st.session_state.get(ADMITTED) != token:
        st.session_state[ADMITTED] = token
        account = str(claims.get(sign_in.oidc.account_claim) or "")
        why = _refusal(claims, sign_in.oidc) or ("" if account else sign_in.oidc.account_claim)
        st.session_state[REFUSED] = bool(why)
        if why:
            record({"what": "sign_in_refused", "way": Way.OIDC, "why": why}, "unknown")
            return None
        began_at = _time(claims["iat"])
        ends_at = began_at + timedelta(hours=sign_in.session_hours)
        if accounts.admit(token, account, Way.OIDC, began_at, ends_at):
            record({"what": "sign_in", "way": Way.OIDC}, account)
    return accounts.session(token, now())


def _refusal(claims: dict[str, Any], oidc: Oidc) -> str:
    """Which claim is not as it must be; empty where all are.

    The signature, the nonce and the times have been looked at by Authlib, which lets a token for
    others pass as long as it names us as the party that it was issued to.
    """
    audience = claims.get("aud")
    if oidc.client_id not in (audience if isinstance(audience, list) else [audience]):
        return "aud"
    if str(claims.get("iss", "")).rstrip("/") != oidc.issuer:
        return "iss"
    if not claims.get("nonce"):
        return "nonce"
    if _time(claims.get("iat", 0)) > now() + LEEWAY or not claims.get("sub"):
        return "iat"
    return ""


def _token(claims: dict[str, Any]) -> str:
    """What tells one sign-in with a provider from every other."""
    return "\n".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce"))


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
