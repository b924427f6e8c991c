"""Files in folders: which ones a mapping means, whether they changed, and what is in them."""

import errno
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.sources.delimited import DelimitedTable
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import (
    Offer,
    SourceError,
    SourceTable,
    SourceUnreachableError,
)
from dagster_project.sources.workbook import sheets

TEXT = {".csv", ".txt"}
WORKBOOK = {".xlsx", ".xls"}
ARCHIVE = ".zip"
AWAY = {
    errno.EIO,
    errno.ENOTCONN,
    errno.ETIMEDOUT,
    errno.EHOSTDOWN,
    errno.ESTALE,
    errno.ENETUNREACH,
}


def offers(mapping: SourceMapping) -> list[Offer]:
    """The files that `mapping` means now, without opening any; none is an empty list.

    Raises:
        SourceUnreachableError: the folder is on a share that does not answer.
    """
    pattern = Path(mapping.files or "")
    base = Path(pattern.anchor) if pattern.is_absolute() else mapping.root
    try:
        paths = base.glob(str(pattern.relative_to(pattern.anchor)))
        return sorted(
            (_offer(path, mapping) for path in paths if not path.name.startswith(("~$", "."))),
            key=lambda offer: offer.order,
        )
    except OSError as error:
        raise _complaint(error, mapping.files or "") from None


def read(mapping: SourceMapping, offer: Offer) -> bytes:
    """The content of the file.

    Raises:
        SourceError: it cannot be opened.
    """
    try:
        return (mapping.root / offer.file).read_bytes()
    except OSError as error:
        raise _complaint(error, offer.file) from None


def tables(data: bytes, mapping: SourceMapping, file: str) -> Iterator[tuple[str, SourceTable]]:
    """The tables in a file with their locators: a CSV, the sheets of a workbook, all in a ZIP.

    Raises:
        SourceError: it is no file of a known kind, or damaged.
    """
    kind = Path(file).suffix.lower()
    if kind in TEXT:
        yield file, DelimitedTable(data, mapping, file)
    elif kind in WORKBOOK:
        yield from sheets(data, mapping, file)
    elif kind == ARCHIVE:
        for name, member in _members(data, file):
            yield from tables(member, mapping, f"{file}/{name}")
    else:
        raise SourceError(
            f"{file}：不是 CSV、XLSX、XLS 或 ZIP 文件，请导出为其中一种。",
            f"{file}: is no CSV, XLSX, XLS or ZIP file; export it as one of these",
        )


def missing(mapping: SourceMapping) -> SourceError:
    """The complaint about a source for which no file was ever found."""
    return SourceError(
        f"{mapping.name}：{mapping.root} 中没有文件 {mapping.files}，请放入，"
        f"或更正 mappings/{mapping.name}.yml 中的 'files'。",
        f"{mapping.name}: there is no file {mapping.files} in {mapping.root}; put it there, "
        f"or correct 'files' in mappings/{mapping.name}.yml",
    )


def natural_order(name: str) -> str:
    """A key that sorts names as people do: 2 before 10, full-width like half-width."""
    flat = unicodedata.normalize("NFKC", name)
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), flat)


def _offer(path: Path, mapping: SourceMapping) -> Offer:
    status = path.stat()
    file = str(path.relative_to(mapping.root)) if path.is_relative_to(mapping.root) else str(path)
    modified = datetime.fromtimestamp(status.st_mtime, UTC).isoformat()
    return Offer(
        file=file,
        stamp=f"{status.st_size}:{status.st_mtime_ns}",
        order=natural_order(file) if mapping.order == "name" else modified,
    )


def _members(data: bytes, file: str) -> Iterator[tuple[str, bytes]]:
    """The tables in a ZIP; Chinese Windows writes its names in GB18030 and does not say so."""
    try:
        with zipfile.ZipFile(io.BytesIO(data), metadata_encoding="gb18030") as archive:
            found = [m for m in archive.namelist() if Path(m).suffix.lower() in TEXT | WORKBOOK]
            if not found:
                raise SourceError(
                    f"{file}：压缩包内没有 CSV、XLSX 或 XLS 文件，请重新打包提供。",
                    f"{file}: holds no CSV, XLSX or XLS file; pack one and deliver it again",
                )
            for member in sorted(found):
                yield member, archive.read(member)
    except zipfile.BadZipFile:
        raise SourceError(
            f"{file}：压缩包已损坏或不完整，请重新提供。",
            f"{file}: is a damaged ZIP; it was cut off, deliver it again",
        ) from None
    except RuntimeError:
        raise SourceError(
            f"{file}：压缩包有密码，请提供不加密码的。",
            f"{file}: is locked with a password; deliver it without one",
        ) from None


def _complaint(error: OSError, file: str) -> SourceError:
    if error.errno in AWAY:
        return SourceUnreachableError(
            f"{file}：所在文件夹没有响应，请检查网络共享。",
            f"{file}: the folder does not answer; check the network share",
        )
    if isinstance(error, FileNotFoundError):
        return SourceError(
            f"{file}：刚才还在，现在不见了，请重新提供。",
            f"{file}: was there a moment ago and is gone; deliver it again",
        )
    if isinstance(error, PermissionError):
        return SourceError(
            f"{file}：无权打开，请先在 Excel 中关闭它，或给本账户读取权限。",
            f"{file}: may not be opened; close it in Excel, "
            "or give this account the right to read it",
        )
    return SourceError(
        f"{file}：无法读取，请检查文件和磁盘。",
        f"{file}: cannot be read ({error.strerror}); check the file and its disk",
    )
