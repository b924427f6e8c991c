"""Finished figures, kept by snapshot, language and filters.

Making a figure costs far more than the queries below it, so the finished object is what is
kept and shared by all sessions.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from dashboards import address, queries
from dashboards.language import Language, current
from data_contracts.snapshot import Snapshot

SHOWN_PERIODS = 36
"""A trend shows no more than this; older periods stay in the published table."""

_kept = partial(st.cache_resource, hash_funcs=queries.KEYED, show_spinner=False, max_entries=300)

Drawing = Callable[[], Any]


def drawn(snapshot: Snapshot, key: str, draw: Drawing) -> Any:
    """The figure that `draw` makes, made once.

    It may depend on the snapshot, on the language and filters of the address, and on what
    `key` says: on nothing else.
    """
    return _drawn(snapshot, current(), key, sorted(address.choices().items()), draw)


@_kept
def _drawn(
    snapshot: Snapshot, language: Language, key: str, choices: list[tuple[str, str]], _draw: Drawing
) -> Any:
    return _draw()
