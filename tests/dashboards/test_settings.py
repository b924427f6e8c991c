"""What the settings of the server promise to an office without internet."""

import tomllib
from pathlib import Path

from streamlit import config

SETTINGS = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def test_settings__are_known_to_this_streamlit_and_keep_to_this_machine() -> None:
    sections = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    options = {f"{name}.{key}": v for name, part in sections.items() for key, v in part.items()}
    known = set(config.get_config_options())
    assert set(options) <= known
    assert options["server.address"] == "127.0.0.1"
    assert options["browser.gatherUsageStats"] is False
    assert options["runner.postScriptGC"] is False
