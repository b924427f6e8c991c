"""登录 Sign-in: what is shown to whoever has not been let in, and to whoever needs a password."""

from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboards import account_routes, components, door, workspace
from dashboards.door import Visitor
from dashboards.language import say
from data_contracts.accounts import SHORTEST


def show() -> None:
    """Forms and buttons of every way in that there is."""
    sign_in = workspace.access().sign_in
    _heading(say("登录", "Sign in"))
    if sign_in is None:
        return
    with st.container(key="sign-in", width=420):
        _refusal()
        if sign_in.oidc and st.button(
            say("用统一身份登录", "Sign in with the office's account"),
            key="oidc",
            type="primary",
            width="stretch",
        ):
            st.login()
        if sign_in.local:
            fields = [
                ("account", say("账户", "Account"), "text", "username"),
                ("password", say("密码", "Password"), "password", "current-password"),
            ]
            _form(account_routes.SIGN_IN, fields, say("登录", "Sign in"))


def change_password(visitor: Visitor) -> None:
    """The form by which a first password becomes one's own."""
    _heading(say("设置自己的密码", "Choose your own password"))
    with st.container(key="sign-in", width=420):
        components.note(
            say(
                f"首次登录须换掉发给您的密码；新密码至少{SHORTEST}个字符，不得含账户名。",
                "The password that was given to you holds for one sign-in. Choose another of "
                f"{SHORTEST} characters or more, without the account's name.",
            )
        )
        _refusal()
        fields = [
            ("password", say("现在的密码", "Password now"), "password", "current-password"),
            ("new", say("新密码", "New password"), "password", "new-password"),
            ("again", say("再输入一遍", "Once more"), "password", "new-password"),
        ]
        _form(account_routes.PASSWORD, fields, say("保存", "Save"))


def _heading(title: str) -> None:
    name = say("安评", "Anping")
    st.html(f'<header class="ap-head ap-door"><h1>{name}<span>{escape(title)}</span></h1></header>')


def _refusal() -> None:
    said = {
        "sign-in": say(
            "账户或密码不对，或该账户因多次输错已锁定。请核对后再试；锁定15分钟后自动解除。",
            "Wrong account or password, or the account is locked after too many tries; "
            "a lock ends after 15 minutes.",
        ),
        "again": say("两次输入的新密码不同。", "The new password was not the same twice."),
        "password": say(
            f"新密码须至少{SHORTEST}个字符，不得与旧密码相同，不得含账户名。",
            f"A new password has at least {SHORTEST} characters, is not the old one, and does "
            "not hold the account's name.",
        ),
    }.get(st.query_params.get(account_routes.REFUSED, ""))
    if st.session_state.get(door.REFUSED):
        said = say(
            "统一身份登录没有通过核对，请重新登录；仍然如此，请联系系统管理员。",
            "The office's sign-in did not pass. Try again, or ask the administrator.",
        )
    if said:
        st.html(f'<p class="ap-refused" role="alert">{escape(said)}</p>')


def _form(action: str, fields: list[tuple[str, str, str, str]], button: str) -> None:
    asked = {k: v for k, v in st.query_params.items() if k != account_routes.REFUSED}
    there = f"{urlsplit(st.context.url or '/').path}?{urlencode(asked)}"
    inputs = "".join(
        f'<label>{escape(label)}<input name="{name}" type="{kind}" autocomplete="{filled}" '
        f'required maxlength="256"></label>'
        for name, label, kind, filled in fields
    )
    st.html(
        f'<form class="ap-form" method="post" action="{action}">{inputs}'
        f'<input type="hidden" name="next" value="{escape(there)}">'
        f"<button>{escape(button)}</button></form>"
    )
