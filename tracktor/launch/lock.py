"""A lock that the operating system gives back when its process dies, however it dies."""

import os
import sys
import time
from pathlib import Path
from typing import BinaryIO, Self

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows refuses to read a locked byte. This one lies far behind the note that says who holds the lock.
FAR_BYTE = 1 << 30


class Locked(Exception):
    """Somebody else holds the lock; the message is the note they left, or empty."""


class FileLock:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def acquire(self, *, patience: float = 0) -> Self:
        deadline = time.monotonic() + patience
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        file = os.fdopen(handle, "r+b")
        while not _take(file):
            if time.monotonic() >= deadline:
                note = file.read(500).decode("utf-8", "replace").strip()
                file.close()
                raise Locked(note)
            time.sleep(0.05)
        self._file = file
        self.write_note("")
        return self

    def write_note(self, note: str) -> None:
        """Tell whoever finds the lock taken where to look."""
        if self._file is None:
            raise RuntimeError("Only the holder of a lock leaves a note.")
        self._file.seek(0)
        self._file.truncate()
        self._file.write(note.encode())
        self._file.flush()

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _take(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(FAR_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    finally:
        file.seek(0)
    return True
