"""What `streamlit run` starts: the pages, and beside them the forms of sign-in."""

import os
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from dashboards import account_routes, workspace
from dashboards.own_site import OwnSite
from data_contracts.access import SECRET_VARIABLE
from data_contracts.accounts import Accounts
from data_contracts.complaint import Complaint

CALLBACK = "/oauth2callback"


def provider() -> dict[str, Any]:
    """What Streamlit needs to know of the provider of sign-in; nothing where there is none.

    A policy that cannot be read lets nobody in, and the pages say why.
    """
    try:
        sign_in = workspace.access().sign_in
    except Complaint:
        return {}
    if sign_in is None or sign_in.oidc is None:
        return {}
    told = {
        "redirect_uri": f"{sign_in.address}{CALLBACK}",
        "cookie_secret": Accounts(workspace.home()).cookie_secret(),
        "client_id": sign_in.oidc.client_id,
        "client_secret": os.environ.get(SECRET_VARIABLE, ""),
        "server_metadata_url": sign_in.oidc.metadata_url,
    }
    return {"auth": told}


app = st.App(
    Path(__file__).with_name("app.py"),
    routes=account_routes.routes(),
    middleware=[Middleware(OwnSite)],
    secrets=provider(),
)
