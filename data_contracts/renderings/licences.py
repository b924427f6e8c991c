"""The licences of the locked packages, and whether each goes with a product under MIT.

Which packages there are is read from requirements.lock, so that the list is the same on every
machine; what each says of its licence, from its own metadata.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
PATH = ROOT / "docs" / "licences.md"
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.M)
TOKEN = re.compile(r"[()]|[^\s()]+")
SPOKEN = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""What packages call their licences that do not use the names of SPDX."""
BY_HAND = {
    "axe-playwright-python": "MIT",
    "pyreadline3": "BSD-3-Clause",
    "pywin32": "PSF-2.0",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-1.0-or-later",
}
"""Read in the package's own licence file: its metadata names none, names several, or it is
installed on Windows only."""


class Fit(IntEnum):
    """How a licence goes with a product under MIT that installs the package beside itself."""

    FREE = 0
    UNALTERED = 1
    NOT = 2


WORDS = {
    Fit.FREE: "可以 yes",
    Fit.UNALTERED: "可以，不改动 yes, unaltered",
    Fit.NOT: "**不可以 no**",
}
FITS = {
    **dict.fromkeys(("0BSD", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"), Fit.FREE),
    **dict.fromkeys(("Apache-2.0", "CC0-1.0", "CNRI-Python", "MIT-0", "MIT-CMU"), Fit.FREE),
    **dict.fromkeys(("PSF-2.0", "Unlicense", "Zlib"), Fit.FREE),
    **dict.fromkeys(("Artistic-1.0-Perl", "LGPL-2.1", "LGPL-3.0-only", "MPL-2.0"), Fit.UNALTERED),
}
"""Any licence that is not here does not go with ours until somebody has read it."""


@dataclass(frozen=True, slots=True)
class Package:
    """A locked package, and its licence as an SPDX expression, or as it says."""

    name: str
    version: str
    licence: str

    @property
    def fit(self) -> Fit:
        """How its licence goes with ours."""
        return fit(self.licence)


def packages() -> list[Package]:
    """All locked packages by name.

    Raises:
        LookupError: one is not installed here, or in another version than is locked.
    """
    locked = LOCKED.findall(LOCK.read_text(encoding="utf-8"))
    return [Package(name, version, _licence(name, version)) for name, version in locked]


def fit(licence: str) -> Fit:
    """The strictest of licences joined by AND, the freest of those joined by OR."""
    tokens = TOKEN.findall(licence)
    found = _alternatives(tokens)
    return Fit.NOT if tokens else found


def _alternatives(tokens: list[str]) -> Fit:
    found = _together(tokens)
    while tokens and tokens[0] == "OR":
        del tokens[0]
        found = min(found, _together(tokens))
    return found


def _together(tokens: list[str]) -> Fit:
    found = _single(tokens)
    while tokens and tokens[0] == "AND":
        del tokens[0]
        found = max(found, _single(tokens))
    return found


def _single(tokens: list[str]) -> Fit:
    if not tokens:
        return Fit.NOT
    name = tokens.pop(0)
    if name != "(":
        return FITS.get(name, Fit.NOT)
    found = _alternatives(tokens)
    if tokens:
        del tokens[0]
    return found


def _licence(name: str, version: str) -> str:
    if name in BY_HAND:
        return BY_HAND[name]
    try:
        said = metadata(name)
    except PackageNotFoundError:
        raise LookupError(f"{name} is locked and not installed; run make setup") from None
    if said["Version"] != version:
        raise LookupError(f"{name} {version} is locked, {said['Version']} installed; make setup")
    # Asked whether it is there: without it one library of metadata gives nothing, another fails.
    if "License-Expression" in said:
        return said["License-Expression"]
    own = said["License"] if "License" in said else ""  # noqa: SIM401 (it has no `get`)
    own = SPOKEN.get(own, own)
    if fit(own) is not Fit.NOT:
        return own
    classes = [line for line in said.get_all("Classifier", []) if line.startswith("License ::")]
    named = [line.rpartition(" :: ")[2] for line in classes]
    return " OR ".join(SPOKEN.get(one, one) for one in named) or own.partition("\n")[0] or "?"


def text() -> str:
    """The whole page as Markdown."""
    found = packages()
    return "\n\n".join(
        [
            "# 所用软件包的许可 Licences of the packages",
            "由 `requirements.lock` 和各软件包自己的说明生成（`make docs`），请勿手工修改。\n"
            "Made from `requirements.lock` and what each package says of itself by `make docs`; "
            "do not edit by hand.",
            "安评以 MIT 许可发布，不含下列软件包，只从软件源安装它们。“不改动”指可以按原样安装、"
            "分发；改动了它，改动的部分须以同一许可公开。\n"
            "Anping is under the MIT licence and contains none of these packages; it installs "
            "them. *Unaltered* means that a package may be installed and passed on as it is; who "
            "changes it must publish the changes under the same licence.",
            *_summary(found),
            "| 软件包 Package | 版本 Version | 许可 Licence | 与 MIT 产品同用 With MIT |\n"
            "| --- | --- | --- | --- |\n"
            + "\n".join(
                f"| {one.name} | {one.version} | {one.licence} | {WORDS[one.fit]} |"
                for one in found
            ),
            "",
        ]
    )


def _summary(found: list[Package]) -> Iterator[str]:
    counted = Counter(one.fit for one in found)
    yield "\n".join(f"- {WORDS[fit]}: {counted[fit]}" for fit in Fit)


def main() -> None:
    """Writes the page to docs/."""
    PATH.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
