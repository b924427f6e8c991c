"""Text in any of the encodings that Chinese office software writes, as UTF-8.

It is decoded piece by piece: as one string, a single rare character would make every other one
take four bytes.
"""

import codecs
import contextlib
from collections.abc import Iterator

from dagster_project.sources import bounds
from dagster_project.sources.reading import SourceError

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
MARK = codecs.BOM_UTF8
PIECE_BYTES = 1024**2


def recoded(data: bytes, declared: str | None, file: str) -> bytes:
    """The text of `data` in UTF-8, without a mark.

    Raises:
        SourceError: the encoding is wrong or unknown, it was cut off, or it is no text or too much.
    """
    text = _text(data, declared, file)
    bounds.refuse_size(len(text), file)
    if (place := text.find(b"\0")) >= 0:
        row = text.count(b"\n", 0, place) + 1
        raise SourceError(
            f"{file}：第 {row} 行有空字节，文件已损坏，或是没有标记的 UTF-16 编码；"
            "请另存为 'CSV UTF-8'。",
            f"{file}: row {row} holds a zero byte; the file is damaged, or in UTF-16 without its "
            "mark; save it as 'CSV UTF-8'",
        )
    return text


def _text(data: bytes, declared: str | None, file: str) -> bytes:
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    if declared is not None:
        is_utf8 = marked == "utf-8-sig" or (not data.isascii() and _fault(data, "utf-8") is None)
        if is_utf8 and not declared.lower().replace("_", "-").startswith("utf"):
            raise SourceError(
                f"{file}：文件是 UTF-8 编码，映射中写的却是 {declared}，"
                "请更正 'encoding'，或删去它以自动识别。",
                f"{file}: is UTF-8, not {declared} as the mapping says; correct 'encoding' "
                "or leave it out, then it is detected",
            )
        candidates = [declared]
    else:
        candidates = [marked] if marked else ["utf-8", "gb18030"]
    fault = 0
    for encoding in candidates:
        found = _fault(data, encoding)
        if found is None:
            is_utf8 = codecs.lookup(encoding).name.startswith("utf-8")
            return (data if is_utf8 else b"".join(_pieces(data, encoding))).removeprefix(MARK)
        fault = found
        if _is_cut_off(data, fault, is_certain=len(candidates) == 1):
            raise _cut_inside_a_character(file)
    if _is_cut_off(data, fault, is_certain=True):
        raise _cut_inside_a_character(file)
    raise SourceError(
        f"{file}：文件不是 {declared or 'UTF-8 或 GB18030'} 编码，请另存为 'CSV UTF-8'，"
        "或在映射的 'encoding' 中写明编码。",
        f"{file}: is not in {declared or 'UTF-8 or GB18030'}; save it as 'CSV UTF-8', "
        "or name its encoding in the mapping",
    )


def _fault(data: bytes, encoding: str) -> int | None:
    """Where `data` stops making sense in an encoding; None where all of it does."""
    try:
        with contextlib.suppress(UnicodeError):
            b"a".decode(encoding)
    except LookupError:
        raise SourceError(
            f"映射中的 'encoding' 写作 '{encoding}'，没有这种编码，请改为 utf-8 或 gb18030。",
            f"'{encoding}' is no encoding; use utf-8 or gb18030",
        ) from None
    try:
        for _ in _pieces(data, encoding):
            pass
    except _NoTextError as error:
        return error.place
    return None


class _NoTextError(Exception):
    """Bytes at `place` that an encoding does not know."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def _pieces(data: bytes, encoding: str) -> Iterator[bytes]:
    """`data` in UTF-8, piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    for start in range(0, len(data) + 1, PIECE_BYTES):
        end = min(start + PIECE_BYTES, len(data))
        try:
            text = decoder.decode(view[start:end], end == len(data))
        except UnicodeDecodeError as error:
            raise _NoTextError(end - len(error.object) + error.start) from None
        yield text.encode()


def _is_cut_off(data: bytes, fault: int, is_certain: bool) -> bool:
    """Whether only its last character does not decode.

    A guessed encoding must have been right for a character before it, not for ASCII alone.
    """
    return fault >= len(data) - 3 and (is_certain or not data[:fault].isascii())


def _cut_inside_a_character(file: str) -> SourceError:
    return SourceError(
        f"{file}：文件末尾有半个字，传送中被截断，请重新提供。",
        f"{file}: ends in the middle of a character; it was cut off, deliver it again",
    )
