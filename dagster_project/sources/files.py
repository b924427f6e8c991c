"""Files in folders: which ones a mapping means, whether they changed, and what is in them."""

import errno
import itertools
import os
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.sources import archive, bounds
from dagster_project.sources.columnar import ColumnarTable
from dagster_project.sources.delimited import DelimitedTable
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import (
    Offer,
    Reading,
    SourceError,
    SourceTable,
    SourceUnreachableError,
    refuse_name,
)
from dagster_project.sources.workbook import sheets

TEXT = {".csv", ".txt"}
WORKBOOK = {".xlsx", ".xls"}
ARCHIVE = ".zip"
COLUMNAR = ".parquet"
KINDS = TEXT | WORKBOOK | {ARCHIVE, COLUMNAR}
WILDCARD = re.compile(r"[*?\[]")
AWAY = {
    errno.EIO,
    errno.ENOTCONN,
    errno.ETIMEDOUT,
    errno.EHOSTDOWN,
    errno.ESTALE,
    errno.ENETUNREACH,
}


class Files:
    """Files as a kind of source."""

    def place(self, mapping: SourceMapping) -> str:
        """See `Connector`."""
        return mapping.files or ""

    def probe(self, mapping: SourceMapping) -> None:
        """See `Connector`."""
        offers(mapping)

    def offers(self, mapping: SourceMapping, at: datetime) -> list[Offer]:
        """See `Connector`."""
        return offers(mapping)

    def read(self, mapping: SourceMapping, offer: Offer, since: str | None) -> Reading:
        """See `Connector`."""
        return Reading.whole(read(mapping, offer))

    def tables(
        self, data: bytes, mapping: SourceMapping, file: str
    ) -> Iterator[tuple[str, SourceTable]]:
        """See `Connector`."""
        return tables(data, mapping, file)


def offers(mapping: SourceMapping) -> list[Offer]:
    """The files that `mapping` means now, without opening any; none is an empty list.

    Raises:
        SourceUnreachableError: the folder is on a share that does not answer.
        SourceError: there is no such folder, or it may not be read.
    """
    _refuse_closed_folder(mapping)
    try:
        base, pattern = _base(mapping)
        paths = base.glob(str(pattern))
        found = [path for path in paths if not _is_hidden(path.name) and path.is_file()]
        offered = [_offer(path, mapping) for path in found]
    except OSError as error:
        raise _complaint(error, mapping.files or "") from None
    return sorted(offered, key=lambda offer: (offer.order, offer.file))


def read(mapping: SourceMapping, offer: Offer) -> bytes:
    """The content of the file.

    Raises:
        SourceError: it cannot be opened, is too large, is a link that leads out of the folder,
            or is called by somebody's number.
    """
    refuse_name(offer.file, mapping.name)
    path = mapping.root / offer.file
    try:
        if not path.resolve().is_relative_to(_folder(mapping).resolve()):
            raise SourceError(
                f"{offer.file}：是通往文件夹之外的链接，未读取；请放入文件本身，"
                f"或在 mappings/{mapping.name}.yml 的 'files' 中写明它所在的文件夹。",
                f"{offer.file}: is a link that leads out of its folder and was not read; put the "
                "file itself there, or name the folder that it lies in as 'files' in "
                f"mappings/{mapping.name}.yml",
            )
        with path.open("rb") as opened:
            bounds.refuse_size(os.fstat(opened.fileno()).st_size, offer.file)
            return opened.read(bounds.LARGEST_FILE_BYTES)
    except OSError as error:
        raise _complaint(error, offer.file) from None


def tables(data: bytes, mapping: SourceMapping, file: str) -> Iterator[tuple[str, SourceTable]]:
    """The tables in a file with their locators: a CSV, the sheets of a workbook, all in a ZIP.

    Raises:
        SourceError: it is no file of a known kind, or damaged.
    """
    refuse_name(file, mapping.name)
    kind = Path(file).suffix.lower()
    if kind in TEXT:
        yield file, DelimitedTable(data, mapping, file)
    elif kind in WORKBOOK:
        yield from sheets(data, mapping, file)
    elif kind == COLUMNAR:
        yield file, ColumnarTable(data, file)
    elif kind == ARCHIVE:
        for name, member in _members(data, file):
            yield from tables(member, mapping, f"{file}/{name}")
    else:
        raise SourceError(
            f"{file}：不是 CSV、XLSX、XLS、Parquet 或 ZIP 文件，请导出为其中一种。",
            f"{file}: is no CSV, XLSX, XLS, Parquet or ZIP file; export it as one of these",
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
    """A key that sorts names as people do: 2 before 10, full-width like half-width.

    The extension counts for nothing, so that 9月（更正）.csv comes after 9月.csv.
    """
    extension = Path(name).suffix
    kept = name.removesuffix(extension) if extension.lower() in KINDS else name
    flat = unicodedata.normalize("NFKC", kept)
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), flat)


def _is_hidden(name: str) -> bool:
    """Lock files of Excel, and what an operating system keeps for itself."""
    return name.startswith(("~$", "."))


def _base(mapping: SourceMapping) -> tuple[Path, Path]:
    """Where a mapping's pattern begins, and the pattern from there on."""
    pattern = Path(mapping.files or "")
    base = Path(pattern.anchor) if pattern.is_absolute() else mapping.root
    return base, pattern.relative_to(pattern.anchor)


def _folder(mapping: SourceMapping) -> Path:
    """The folder that a mapping names, without what its pattern leaves open."""
    base, pattern = _base(mapping)
    parts = itertools.takewhile(lambda part: not WILDCARD.search(part), pattern.parts[:-1])
    return base.joinpath(*parts)


def _refuse_closed_folder(mapping: SourceMapping) -> None:
    """A folder that is away is no empty one; `glob` alone would not tell them apart."""
    folder = _folder(mapping)
    try:
        with os.scandir(folder):
            return
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError(
            f"{mapping.name}：没有文件夹 {folder}，请建立它，"
            f"或更正 mappings/{mapping.name}.yml 中的 'files'。",
            f"{mapping.name}: there is no folder {folder}; make it, "
            f"or correct 'files' in mappings/{mapping.name}.yml",
        ) from None
    except PermissionError:
        raise SourceError(
            f"{mapping.name}：无权读取文件夹 {folder}，请给本账户读取权限。",
            f"{mapping.name}: the folder {folder} may not be read; "
            "give this account the right to read it",
        ) from None
    except OSError as error:
        raise _complaint(error, mapping.files or "") from None


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
    """The tables in a ZIP, in natural order."""
    with archive.opened(data, file) as opened:
        found = {entry.filename: entry for entry in opened.infolist() if _is_table(entry.filename)}
        if not found:
            raise SourceError(
                f"{file}：压缩包内没有 CSV、XLSX 或 XLS 文件，请重新打包提供。",
                f"{file}: holds no CSV, XLSX or XLS file; pack one and deliver it again",
            )
        for name in sorted(found, key=natural_order):
            refuse_name(name, file)
            yield name, archive.content(opened, found[name], f"{file}/{name}")


def _is_table(member: str) -> bool:
    path = Path(member)
    is_hidden = any(part == "__MACOSX" or _is_hidden(part) for part in path.parts)
    return not is_hidden and path.suffix.lower() in TEXT | WORKBOOK


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
