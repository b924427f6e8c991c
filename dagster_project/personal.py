"""Mobile and identity numbers in text: what they look like, in SQL and in Python.

Here is only how they are recognised; what follows from it is said where it is asked.
"""

import re
import unicodedata
from typing import Final

FULL_WIDTH: Final = "０１２３４５６７８９Ｘｘ＋－–—‐\u2212\u3000"
HALF_WIDTH: Final = "0123456789Xx+----- "
MOBILE_NUMBER: Final = (
    r"(^|[^0-9])((00)?86[ -]{0,3})?1[3-9][0-9][ -]{0,3}[0-9][ -]{0,3}[0-9]{3}[ -]{0,3}[0-9]{4}"
    r"($|[^0-9])"
)
"""Grouped as people group it. Anywhere a separator goes, 150626102-01 would be one too."""
ID_SHAPE: Final = r"(^|[^0-9])([1-9](?:[ -]{0,6}[0-9]){16}[ -]{0,6}[0-9Xx])($|[^0-9])"
ID_NUMBER: Final = (
    r"[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]"
)
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS: Final = "10X98765432"
"""By the remainder of the weighted sum; GB 11643-1999 (ISO 7064, MOD 11-2)."""


def holds_mobile_number(text: str) -> str:
    """SQL: whether the SQL expression `text` holds a mobile number."""
    is_one = f"regexp_matches({_flat(text)}, '{MOBILE_NUMBER}')"
    return _long_enough(text, 11, is_one)


def holds_id_number(text: str) -> str:
    """SQL: whether the SQL expression `text` holds an identity number with a right check digit."""
    # What lies between two numbers is doubled, so that each has a neighbour of its own.
    spread = f"regexp_replace({_flat(text)}, '([^0-9Xx])', '\\1\\1', 'g')"
    digits = "upper(regexp_replace(found, '[^0-9Xx]', '', 'g'))"
    found = f"list_transform(regexp_extract_all({spread}, '{ID_SHAPE}', 2), lambda found: {digits})"
    # One short expression, for it is planned anew for every column of every file.
    ciphers = "CAST(string_split(left(number, 17), '') AS DOUBLE[])"
    weighted = f"CAST(list_inner_product({ciphers}, {[float(w) for w in WEIGHTS]}) AS INTEGER)"
    right = f"substr('{CHECK_DIGITS}', 1 + mod({weighted}, 11), 1)"
    is_one = f"regexp_full_match(number, '{ID_NUMBER}') AND substr(number, 18, 1) = {right}"
    any_right = f"len(list_filter({found}, lambda number: {is_one})) > 0"
    has_shape = f"regexp_matches({spread}, '{ID_SHAPE}')"
    return _long_enough(text, 18, f"CASE WHEN {has_shape} THEN {any_right} ELSE false END")


def holds_personal_number(text: str) -> bool:
    """Whether `text`, such as the name of a file, holds a mobile or identity number."""
    flat = unicodedata.normalize("NFKC", text).translate(str.maketrans(FULL_WIDTH, HALF_WIDTH))
    if re.search(MOBILE_NUMBER, flat):
        return True
    spread = re.sub("([^0-9Xx])", r"\1\1", flat)
    found = (re.sub("[^0-9Xx]", "", match[2]).upper() for match in re.finditer(ID_SHAPE, spread))
    return any(re.fullmatch(ID_NUMBER, number) and _is_right(number) for number in found)


def _is_right(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11] == number[17]


def _long_enough(text: str, length: int, condition: str) -> str:
    """Most cells are too short, which is far cheaper to find out."""
    return f"CASE WHEN length({text}) >= {length} THEN {condition} ELSE false END"


def _flat(text: str) -> str:
    return f"translate({text}, '{FULL_WIDTH}', '{HALF_WIDTH}')"
