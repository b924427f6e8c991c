"""The demo's mapping files, with the world's own lists of names and codes put in."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from dagster_project.demo.clues.platform import CHANNELS, codes_in
from dagster_project.demo.clues.return_books import ITEMS
from dagster_project.demo.records import World
from dagster_project.demo.wording import SECTORS, names_in

TEMPLATES: Final = Path(__file__).parent / "mappings"
LIST: Final = re.compile(r"^( *)codes: @(\w+)$", re.M)


def mapping_files(world: World) -> Iterator[tuple[str, bytes]]:
    """Names and contents of all mapping files of a world."""
    lists = code_lists(world)
    for template in sorted(TEMPLATES.glob("*.yml")):
        text = LIST.sub(
            lambda found: _written(found[1], lists[found[2]]), template.read_text(encoding="utf-8")
        )
        yield template.name, text.encode()


def code_lists(world: World) -> dict[str, dict[str, str]]:
    """What sources call things, and the codes meant, by the name of the list."""
    names, platform = names_in(world), codes_in(world.areas, world.units)
    return {
        "areas": _turned(names.areas),
        "units": _turned(names.units),
        "sectors": _turned(SECTORS),
        "return_items": _turned(ITEMS),
        "platform_areas": _turned(platform.areas),
        "platform_units": _turned(platform.units),
        "platform_channels": _turned(CHANNELS),
    }


def _turned(words: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, word in words.items()}


def _written(indent: str, codes: Mapping[str, str]) -> str:
    """A block of YAML; JSON's strings are YAML's."""
    rows = [
        f"{indent}  {json.dumps(word, ensure_ascii=False)}: {json.dumps(code)}"
        for word, code in codes.items()
    ]
    return "\n".join([f"{indent}codes:", *rows])
