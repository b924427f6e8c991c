"""ZIP files: what is in one, looked through before any of it is unpacked.

Nothing is ever unpacked onto the disk. What a member says of its size binds it: no more is taken
out of it, however much is in it.
"""

import contextlib
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from zipfile import ZipFile, ZipInfo

from dagster_project.sources import bounds
from dagster_project.sources.reading import SourceError

CENTRAL = b"PK\x01\x02"
MOST_CENTRAL = 100 * bounds.MOST_MEMBERS
"""Headers of members in a file, those of archives that lie in it as they are counted too."""
LOCAL_HEADER = 30
NAME_AND_EXTRA = struct.Struct("<HH")
ENCRYPTED = 1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others cannot be unpacked piece by piece, so that nothing bounds them."""
CHUNK_BYTES = 64 * 1024
DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.I)
OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)")
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".zst", ".cab")


def damaged(file: str) -> SourceError:
    """The complaint about a ZIP that cannot be unpacked."""
    return SourceError(
        f"{file}：压缩包已损坏或不完整，请重新提供。",
        f"{file}: is a damaged ZIP; it was cut off, deliver it again",
    )


@contextlib.contextmanager
def opened(
    data: bytes, file: str, complaint: Callable[[str], SourceError] = damaged
) -> Iterator[ZipFile]:
    """The archive in `data`; Chinese Windows writes its names in GB18030 and does not say so.

    What turns out within to be damaged becomes the `complaint`.

    Raises:
        SourceError: it is damaged, locked, beyond a limit, or was made to harm.
    """
    if data.count(CENTRAL) > MOST_CENTRAL:
        raise _too_many(file)
    try:
        with ZipFile(io.BytesIO(data), metadata_encoding="gb18030") as archive:
            _refuse_harm(archive.infolist(), data, archive.start_dir, file)
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        UnicodeDecodeError,
        EOFError,
        struct.error,
        OverflowError,
    ):
        raise complaint(file) from None
    except NotImplementedError:
        raise _unknown_method(file) from None


def chunks(archive: ZipFile, entry: ZipInfo, file: str) -> Iterator[bytes]:
    """What is in a member, piece by piece.

    Raises:
        SourceError: it is a bomb: larger than a file may be, or almost nothing made large.
    """
    bounds.refuse_size(entry.file_size, file)
    if (
        entry.file_size > bounds.RATIO_FROM_BYTES
        and entry.file_size > bounds.MOST_RATIO * entry.compress_size
    ):
        raise bounds.refused(
            file,
            f"解压后是压缩包内的 {bounds.MOST_RATIO} 倍以上，不像是登记簿",
            f"unpacks to more than {bounds.MOST_RATIO} times its size, as no register does; "
            "it was not unpacked",
            bounds.AGAIN,
        )
    taken = 0
    with archive.open(entry) as member:
        while piece := member.read(CHUNK_BYTES):
            taken += len(piece)
            bounds.refuse_size(taken, file)
            yield piece
    if taken != entry.file_size:
        raise zipfile.BadZipFile


def content(archive: ZipFile, entry: ZipInfo, file: str) -> bytes:
    """All that is in a member; see `chunks`."""
    return b"".join(chunks(archive, entry, file))


def _refuse_harm(entries: list[ZipInfo], data: bytes, end: int, file: str) -> None:
    if len(entries) > bounds.MOST_MEMBERS:
        raise _too_many(file)
    bounds.refuse_unpacked((entry.file_size for entry in entries), file)
    for entry in entries:
        _refuse_odd(entry, file)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise _odd("有两个同名的文件", "holds two members of one name", file)
    _refuse_overlap(entries, data, end, file)


def _refuse_odd(entry: ZipInfo, file: str) -> None:
    """The name of a member is quoted only where it is known to be harmless."""
    if entry.flag_bits & ENCRYPTED:
        raise SourceError(
            f"{file}：压缩包有密码，请提供不加密码的。",
            f"{file}: is locked with a password; deliver it without one",
        )
    if entry.compress_type not in METHODS:
        raise _unknown_method(file)
    said = entry.orig_filename
    if OUTSIDE.search(said):
        raise _odd(
            "有文件的名称含上级目录 '..' 或绝对路径",
            "holds a member whose name is absolute or has '..' in it",
            file,
        )
    if "\0" in said or any(DEVICE.fullmatch(part) for part in re.split(r"[/\\]", said)):
        raise _odd(
            "有文件的名称是系统设备名或含控制字符",
            "holds a member named like a device of the system",
            file,
        )
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _odd(
            "有符号链接或设备，不是普通文件", "holds a link or a device instead of a file", file
        )
    if entry.filename.lower().endswith(ARCHIVES):
        raise SourceError(
            f"{file}：压缩包内还有压缩包，未读取；请解开内层，把其中的表直接打包。",
            f"{file}: holds another archive and was not read; unpack that one and pack the "
            "tables themselves",
        )


def _refuse_overlap(entries: list[ZipInfo], data: bytes, end: int, file: str) -> None:
    """Members that share their bytes unpack to far more than there is."""
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    for (offset, size), (following, _) in pairwise([*places, (end, 0)]):
        if offset < 0:
            raise zipfile.BadZipFile
        name, extra = NAME_AND_EXTRA.unpack_from(data, offset + LOCAL_HEADER - NAME_AND_EXTRA.size)
        if offset + LOCAL_HEADER + name + extra + size > following:
            raise _odd("其中的文件互相重叠", "holds members that overlap", file)


def _too_many(file: str) -> SourceError:
    return bounds.refused(
        file,
        f"压缩包内多于 {bounds.MOST_MEMBERS} 个文件",
        f"holds more than {bounds.MOST_MEMBERS} members and was not unpacked",
        bounds.SPLIT,
    )


def _odd(cn: str, en: str, file: str) -> SourceError:
    """What no office packs by accident."""
    return SourceError(
        f"{file}：压缩包内{cn}，未读取；请用压缩软件把各表重新打包，并查明此文件的来历。",
        f"{file}: {en} and was not read; pack the tables again, and find out where this file "
        "came from",
    )


def _unknown_method(file: str) -> SourceError:
    return SourceError(
        f"{file}：压缩方式不受支持，请用标准 ZIP 方式（Deflate）重新打包。",
        f"{file}: is packed with a method that cannot be read; pack it again as a plain ZIP",
    )
