"""The choices in a page's address: a link reproduces a view, the last one is kept, all can go.

A browser keeps the last choices in a cookie of its own; they hold for who comes without any.
"""

from urllib.parse import parse_qsl, quote, unquote, urlencode

import streamlit as st

from dashboards.language import PARAMETER as LANGUAGE

MODE = "mode"
COOKIE = "anping_view"
KEPT_SECONDS = 365 * 24 * 3600
RESTORED = "restored"


def choices() -> dict[str, str]:
    """What the address chooses, language and mode apart."""
    return {key: value for key, value in st.query_params.items() if key not in (LANGUAGE, MODE)}


def is_wall() -> bool:
    """Whether the page is for a screen on a wall, that nobody touches."""
    return st.query_params.get(MODE) == "wall"


def restore() -> None:
    """The last choices of this browser, once a session and only where the address has none."""
    if st.session_state.get(RESTORED):
        return
    st.session_state[RESTORED] = True
    if not st.query_params:
        st.query_params.update(parse_qsl(unquote(st.context.cookies.get(COOKIE, ""))))


def keep() -> str:
    """The statement by which the browser keeps the address's choices."""
    kept = {key: value for key, value in st.query_params.items() if key != MODE}
    return (
        f'document.cookie = "{COOKIE}={quote(urlencode(kept), safe="")}; path=/; '
        f'max-age={KEPT_SECONDS}; samesite=strict"'
    )


def link(page: str, **more: str) -> str:
    """The address of a page of ours with the choices that hold here, and `more` of them."""
    return f"{page}?{urlencode({**st.query_params, **more})}"


def reset() -> None:
    """Every filter as it is without a choice."""
    for key in choices():
        del st.query_params[key]
