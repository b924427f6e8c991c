"""Choices that live in the address, so that a link shows what its sender saw."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from dashboards import printout


@contextmanager
def side_by_side() -> Iterator[None]:
    """Filters side by side, in as many lines as they need."""
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        yield


def choice(key: str, label: str, options: Mapping[str, str], default: str) -> str:
    """A filter that lives in the address under `key`; returns the chosen code."""
    chosen, widget = _asked(key, label, options, default)
    st.segmented_control(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=widget,
        required=True,
        on_change=_write_address,
        args=(key, widget),
        label_visibility="collapsed",
        wrap=True,
    )
    return chosen


def pick(
    key: str, label: str, options: Mapping[str, str], width: int, default: str | None = None
) -> str:
    """A filter of many options in the address under `key`; without a default it is the first."""
    chosen, widget = _asked(key, label, options, default or next(iter(options)))
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=widget,
        on_change=_write_address,
        args=(key, widget),
        placeholder=label,
        label_visibility="collapsed",
        # Its remark that nothing matches exists in English only.
        filter_mode=None,
        width=width,
    )
    return chosen


def search(key: str, label: str) -> str:
    """A field for words to look for, which live in the address under `key`."""
    widget = f"search-{key}"
    st.session_state[widget] = asked = st.query_params.get(key, "")
    if asked:
        printout.current().choices[label] = asked
    st.text_input(
        label,
        key=widget,
        on_change=_write_address,
        args=(key, widget),
        placeholder=label,
        label_visibility="collapsed",
        live=True,
    )
    return asked.strip()


def _asked(key: str, label: str, options: Mapping[str, str], default: str) -> tuple[str, str]:
    """The option that the address names, and the widget that shows it as chosen."""
    asked = st.query_params.get(key, default)
    chosen = asked if asked in options else default
    widget = f"choice-{key}"
    st.session_state[widget] = chosen
    printout.current().choices[label] = options[chosen]
    return chosen, widget


def _write_address(key: str, widget: str) -> None:
    if value := st.session_state[widget]:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)
