"""ZIP files byte by byte, so that they can say of themselves what no packer writes."""

import struct
import zlib
from dataclasses import dataclass

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
DEFLATED, BZIP2 = 8, 12
SYMLINK = 0o120777 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """One member: what is in it, unpacked, and what its headers say.

    `size` is what it claims to unpack to; one that `shares` has no bytes of its own but those of
    the member before it.
    """

    name: bytes
    content: bytes
    size: int | None = None
    method: int = DEFLATED
    flags: int = 0
    attributes: int = 0
    shares: bool = False


def packed(*members: Member) -> bytes:
    """The archive; content that stands in several members is packed once."""
    body, directory, offset = bytearray(), bytearray(), 0
    known: dict[int, tuple[bytes, int]] = {}
    for member in members:
        if id(member.content) not in known:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            squeezed = packer.compress(member.content) + packer.flush()
            known[id(member.content)] = squeezed, zlib.crc32(member.content)
        squeezed, sum_ = known[id(member.content)]
        size = len(member.content) if member.size is None else member.size
        facts = struct.pack(
            "<HHHHHIIIHH",
            *(20, member.flags, member.method, 0, 0x21),
            *(sum_, len(squeezed), size, len(member.name), 0),
        )
        if not member.shares:
            offset = len(body)
            body += LOCAL + facts + member.name + squeezed
        rest = struct.pack("<HHHII", 0, 0, 0, member.attributes, offset)
        directory += CENTRAL + struct.pack("<H", 20) + facts + rest + member.name
    count = min(len(members), 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + END + end)
