"""Characters that nobody sees: controls, changes of direction, blanks without width.

With them a name looks like another one, or writes to the terminal that lists it. Joiners and vowel
separators stay allowed: Mongolian cannot be written without them.
"""

import re
from typing import Final

CHARACTERS: Final = (
    r"[\x{0000}-\x{001F}\x{007F}-\x{009F}\x{00AD}\x{061C}\x{200B}\x{200E}\x{200F}"
    r"\x{2028}-\x{202E}\x{2060}-\x{206F}\x{FEFF}\x{FFF9}-\x{FFFB}\x{E0000}-\x{E007F}]"
)
"""As RE2 writes a class of characters."""
CLASS: Final = re.compile(
    re.sub(r"\\x\{([0-9A-F]+)\}", lambda found: f"\\U{int(found[1], 16):08x}", CHARACTERS)
)


def is_in(text: str) -> bool:
    """Whether `text`, such as the name of a file, holds one of them."""
    return CLASS.search(text) is not None


def holds(text: str) -> str:
    """SQL: whether the SQL expression `text` holds one of them."""
    return f"regexp_matches({text}, '{CHARACTERS}')"
