"""A figure is drawn once for each snapshot, language and choice of filters, and not once more."""

from streamlit.testing.v1 import AppTest

from tests.dashboards.conftest import OpenApp


def _page() -> None:
    import streamlit as st

    from dashboards import figures, queries

    drawn = st.session_state.setdefault("drawn", [])
    for key in ("one", "one", "other"):
        figures.drawn(queries.serving(), key, lambda key=key: drawn.append(key))


def drawn(app: AppTest, **address: str) -> list[str]:
    app.session_state["drawn"] = []
    app.query_params.clear()
    app.query_params.update(address)
    found: list[str] = app.run().session_state["drawn"]
    return found


def test_drawn__is_kept_by_key_language_and_filters(open_app: OpenApp) -> None:
    open_app("full")
    app = AppTest.from_function(_page)
    assert drawn(app, word="test_drawn") == ["one", "other"]
    assert drawn(app, word="test_drawn") == []
    assert drawn(app, word="test_drawn", mode="wall") == []
    assert drawn(app, word="test_drawn", lang="en") == ["one", "other"]
    assert drawn(app, word="another") == ["one", "other"]
