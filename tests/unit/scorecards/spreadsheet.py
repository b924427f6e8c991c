"""A workbook worked out anew from its formulas alone, by the few functions that it uses.

Written for the tests from what the functions are documented to do: it shares nothing with the
program, and never looks at the results that are stored beside the formulas.
"""

import re
import zipfile
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*)|(?P<text>"[^"]*")|(?P<name>[A-Z]+)\(|
    (?P<cells>(?:'[^']+'!)?\$?[A-Z]+\d+(?::[A-Z]+\d+)?)|(?P<sign><>|<=|>=|[-+*/=<>(),]))""",
    re.VERBOSE,
)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}


class Workbook:
    """Cells by sheet and place; formulas are worked out when asked for."""

    def __init__(self, path: Path) -> None:
        self.cells: dict[tuple[str, str], tuple[str | None, Any]] = {}
        self.known: dict[tuple[str, str], Any] = {}
        with zipfile.ZipFile(path) as archive:
            words = _texts(archive)
            listed = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            names = [one.attrib["name"] for one in listed.iterfind(".//m:sheet", NAMES)]
            for number, name in enumerate(names, 1):
                sheet = archive.read(f"xl/worksheets/sheet{number}.xml")
                for cell in ElementTree.fromstring(sheet).iterfind(".//m:c", NAMES):
                    found = _content(cell, words)
                    self.cells[name, cell.attrib["r"]] = found
        self.sheets = names

    @cached_property
    def formulas(self) -> list[tuple[str, str]]:
        """The places of all formulas."""
        return [place for place, (formula, _) in self.cells.items() if formula]

    def stored(self, place: tuple[str, str]) -> Any:
        """What is stored as the result."""
        return self.cells[place][1]

    def value(self, place: tuple[str, str]) -> Any:
        """What the cell comes to."""
        if place not in self.known:
            formula, stored = self.cells.get(place, (None, None))
            self.known[place] = _Formula(self, place[0], formula).result() if formula else stored
        return self.known[place]


def _texts(archive: zipfile.ZipFile) -> list[str]:
    found = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(one.itertext()) for one in found.iterfind("m:si", NAMES)]


def _content(cell: ElementTree.Element, words: list[str]) -> tuple[str | None, Any]:
    formula, value = cell.find("m:f", NAMES), cell.find("m:v", NAMES)
    kind, text = cell.attrib.get("t"), None if value is None else value.text or ""
    found: Any = text
    if kind == "s":
        found = words[int(text or 0)]
    elif kind in (None, "n") and text:
        found = float(text)
    return (None if formula is None else formula.text), found


class _Formula:
    """One formula, read from left to right; every operand is kept to be worked out when due."""

    def __init__(self, workbook: Workbook, sheet: str, formula: str) -> None:
        self.workbook, self.sheet = workbook, sheet
        self.tokens = list(TOKEN.finditer(formula))
        assert "".join(match[0] for match in self.tokens) == formula, formula
        self.place = 0

    def result(self) -> Any:
        found = self._comparison()
        assert self.place == len(self.tokens)
        return found()

    def _sign(self, *signs: str) -> str | None:
        if self.place < len(self.tokens) and self.tokens[self.place]["sign"] in signs:
            self.place += 1
            return self.tokens[self.place - 1]["sign"]
        return None

    def _comparison(self) -> Callable[[], Any]:
        left = self._sum()
        if sign := self._sign(*COMPARE):
            right = self._sum()
            return lambda: COMPARE[sign](_blank(left()), _blank(right()))
        return left

    def _sum(self) -> Callable[[], Any]:
        found = self._product()
        while sign := self._sign("+", "-"):
            left, right, is_sum = found, self._product(), sign == "+"
            found = _later(lambda a, b, p=is_sum: a() + b() if p else a() - b(), left, right)
        return found

    def _product(self) -> Callable[[], Any]:
        found = self._single()
        while sign := self._sign("*", "/"):
            left, right, is_product = found, self._single(), sign == "*"
            found = _later(lambda a, b, p=is_product: a() * b() if p else a() / b(), left, right)
        return found

    def _single(self) -> Callable[[], Any]:
        if self._sign("("):
            inside = self._comparison()
            assert self._sign(")")
            return inside
        token = self.tokens[self.place]
        self.place += 1
        if token["number"]:
            return lambda: float(token["number"])
        if token["text"]:
            return lambda: token["text"][1:-1]
        if token["cells"]:
            return self._cells(token["cells"])
        arguments = [self._comparison()]
        while self._sign(","):
            arguments.append(self._comparison())
        assert self._sign(")")
        return lambda: FUNCTIONS[token["name"]](*arguments)

    def _cells(self, said: str) -> Callable[[], Any]:
        sheet, _, area = said.rpartition("!")
        sheet = sheet.strip("'") or self.sheet
        first, _, last = area.partition(":")
        if not last:
            return lambda: self.workbook.value((sheet, first))
        column, start, end = first.rstrip("0123456789"), _row(first), _row(last)
        places = [(sheet, f"{column}{row}") for row in range(start, end + 1)]
        return lambda: [self.workbook.value(place) for place in places]


def _later(work: Callable[..., Any], *operands: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: work(*operands)


def _row(place: str) -> int:
    return int(re.sub(r"\D", "", place))


def _blank(value: Any) -> Any:
    return "" if value is None else value


def _numbers(*arguments: Callable[[], Any]) -> list[float]:
    """Of ranges and single cells, the numbers alone."""
    found: list[Any] = []
    for argument in arguments:
        value = argument()
        found += value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, float | int) and not isinstance(one, bool)]


def _round(number: Any, places: Any) -> float:
    """Half away from zero, on the 15 digits that a spreadsheet goes by."""
    digits = Decimal(f"{number():.15g}")
    return float(digits.quantize(Decimal(1).scaleb(-int(places())), ROUND_HALF_UP))


def _sum_product(*ranges: Callable[[], Any]) -> float:
    rows = zip(*(one() for one in ranges), strict=True)
    total = 0.0
    for row in rows:
        product = 1.0
        for cell in row:
            product *= cell if isinstance(cell, float | int) else 0
        total += product
    return total


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "IF": lambda test, yes, no: yes() if test() else no(),
    "AND": lambda *tests: all(test() for test in tests),
    "OR": lambda *tests: any(test() for test in tests),
    "ISNUMBER": lambda one: isinstance(one(), float | int),
    "N": lambda one: one() if isinstance(one(), float | int) else 0.0,
    "SUM": lambda *ranges: sum(_numbers(*ranges)),
    "MIN": lambda *ranges: min(_numbers(*ranges)),
    "MAX": lambda *ranges: max(_numbers(*ranges)),
    "COUNT": lambda *ranges: len(_numbers(*ranges)),
    "COUNTIF": lambda cells, what: sum(one == what() for one in cells()),
    "SUMIF": lambda test, what, cells: sum(
        one for flag, one in zip(test(), cells(), strict=True) if flag == what()
    ),
    "SUMPRODUCT": _sum_product,
    "ROUND": _round,
}
