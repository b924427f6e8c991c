"""Files that are there whole or not at all, even when the power goes, and who may read them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A draft beside `path` that takes its place, flushed to disk, when the block succeeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    discard(draft)
    try:
        yield draft
        flush(draft)
        draft.replace(path)
        flush(path.parent)
    except BaseException:
        discard(draft)
        raise


@contextmanager
def private() -> Iterator[None]:
    """What is made in the block is for this account alone, from its first byte.

    It holds for the whole process, so that it reaches files that a library makes.
    """
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def flush(path: Path) -> None:
    """Forces a file, or a folder and the files directly in it, to disk."""
    if path.is_dir():
        for child in path.iterdir():
            if child.is_file():
                _sync(child)
    _sync(path)


def discard(path: Path) -> None:
    """Removes a file or a folder if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
