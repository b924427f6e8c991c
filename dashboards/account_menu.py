"""The menu of whoever is in: what he may, looking as somebody else, and the way out."""

from html import escape

import streamlit as st

from dashboards import account_routes, door, entrance, markup
from dashboards.door import Visitor
from dashboards.language import say, spoken
from data_contracts import access
from data_contracts.accounts import Way

PICK = "look-as"


def show(visitor: Visitor) -> None:
    """One button in the top bar; none where there is nobody but whoever sits at the machine."""
    others = entrance.others(visitor)
    if visitor.session is None and not others:
        return
    seen = entrance.account()
    with st.popover(
        seen.name if visitor.session or seen != visitor.account else say("本机", "Here"),
        type="tertiary",
        key="account",
    ):
        st.html(
            markup.definitions(
                [(spoken(name), spoken(value)) for name, value in access.explained(seen)]
            )
        )
        if others:
            _view_as(visitor, others)
        if visitor.session:
            _way_out(visitor)


def banner(visitor: Visitor) -> None:
    """That pages are as somebody else sees them."""
    seen = entrance.account()
    if seen == visitor.account:
        return
    role = spoken(access.ROLES[seen.rights.role])
    said = say(
        f"正以账户 {seen.name}（{role}）的权限查看", f"As account {seen.name} ({role}) sees it"
    )
    with st.container(key="seen-as", horizontal=True, vertical_alignment="center"):
        st.html(
            f'<div role="status" class="ap-banner ap-banner-as">{escape(said)}</div>',
            width="content",
        )
        st.button(
            say("结束代看", "End"),
            key="end-view-as",
            type="tertiary",
            on_click=_look_no_longer,
            args=(visitor,),
        )


def _view_as(visitor: Visitor, others: list[str]) -> None:
    st.selectbox(
        say("以其他账户的权限查看", "Look as another account"),
        others,
        index=None,
        key=PICK,
        placeholder=say("选择账户", "Choose an account"),
        on_change=_look,
        args=(visitor,),
    )


def _look(visitor: Visitor) -> None:
    entrance.look_as(visitor, st.session_state[PICK])


def _look_no_longer(visitor: Visitor) -> None:
    st.session_state[PICK] = None
    entrance.look_as(visitor, None)


def _way_out(visitor: Visitor) -> None:
    word = say("退出登录", "Sign out")
    session = visitor.session
    if session is None:
        return
    if session.way is Way.OIDC:
        st.button(word, key="sign-out", on_click=door.leave, args=(session,))
        return
    st.html(
        f'<form class="ap-form" method="post" action="{account_routes.SIGN_OUT}">'
        f"<button>{escape(word)}</button></form>"
    )
