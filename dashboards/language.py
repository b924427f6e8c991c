"""Which language a page speaks, and pairs of sentences in both.

The language is part of the address (`?lang=en`), so that a link reproduces what its sender
saw; Chinese where the address does not say. Sentences stand beside the code that shows them:
there is no catalogue of translations to fall out of step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_contracts.model import Text

Language = Literal["zh", "en"]
CHINESE: Final = "zh"
ENGLISH: Final = "en"
PARAMETER: Final = "lang"

_forced: ContextVar[Language | None] = ContextVar("_forced", default=None)


def current() -> Language:
    """The language of the page that is being drawn."""
    forced = _forced.get()
    if forced is not None:
        return forced
    if get_script_run_ctx() is None:
        return CHINESE
    return ENGLISH if st.query_params.get(PARAMETER) == ENGLISH else CHINESE


@contextmanager
def using(language: Language) -> Iterator[None]:
    """Speak `language` within the block, whatever the address says."""
    token = _forced.set(language)
    try:
        yield
    finally:
        _forced.reset(token)


def say(chinese: str, english: str) -> str:
    """The one of the two that the page speaks."""
    return english if current() == ENGLISH else chinese


def spoken(text: Text) -> str:
    """A contract's text in the language of the page."""
    return say(text.cn, text.en)
