"""Delivery into a folder: a draft gets its name when it is whole; the receiver adds an .ack."""

import errno
from pathlib import Path

from dagster_project.deliveries.receiver import AwayError, RefusedError, occupied, readable
from dagster_project.warehouse import durable

ACK = ".ack"


class Folder:
    """See `Receiver`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes, key: str) -> str | None:
        """See `Receiver`."""
        place = self._folder / name
        try:
            # A share that is not mounted must not be made anew on this disk.
            if not self._folder.is_dir():
                raise self._missing()
            if not place.exists():
                with durable.whole(place) as draft:
                    draft.write_bytes(content)
            elif place.read_bytes() != content:
                raise occupied(str(place))
        except OSError as error:
            raise self._failed(error) from None
        return self.receipt(name)

    def receipt(self, name: str) -> str | None:
        """See `Receiver`."""
        try:
            return readable((self._folder / f"{name}{ACK}").read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._failed(error) from None

    def _missing(self) -> AwayError:
        return AwayError(
            f"接收文件夹 {self._folder} 不存在，请检查共享是否已挂载。",
            f"the receiver's folder {self._folder} is not there; see whether it is mounted",
        )

    def _failed(self, error: OSError) -> AwayError | RefusedError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return AwayError(
                f"接收文件夹 {self._folder} 的磁盘已满，请接收方清理出空间。",
                f"the disk of the receiver's folder {self._folder} is full; have space freed",
            )
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return RefusedError(
                f"没有写入接收文件夹 {self._folder} 的权限，请更正其权限。",
                f"the receiver's folder {self._folder} may not be written; correct its rights",
            )
        return AwayError(
            f"接收文件夹 {self._folder} 不能读写（{error.strerror}），请检查该文件夹。",
            f"the receiver's folder {self._folder} fails ({error.strerror}); see to it",
        )
