"""Parts of a file, as a player asks for them (RFC 9110, section 14): one range; several at once get the whole file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

BLOCK = 262_144
_ONE = re.compile(r"bytes=\s*(\d*)\s*-\s*(\d*)\s*\Z")
# Numbers as long as no file is, and more blanks than anybody writes: both would take their time to be read.
_DIGITS = 18
_LONGEST = 200


@dataclass(frozen=True)
class Part:
    """From `start` on, `length` bytes."""

    start: int
    length: int

    def of(self, size: int) -> str:
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


class Unsatisfiable(Exception):
    """The part begins behind the end of the file."""


def part_of(header: str, size: int) -> Part | None:
    """What a Range header asks for; None where the whole file is the answer (no range, several, or no sense in it)."""
    found = _ONE.match(header) if len(header) <= _LONGEST else None
    if found is None or max(map(len, found.groups())) > _DIGITS:
        return None
    first, last = found.groups()
    if not first:
        return _suffix(last, size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    end = min(int(last), size - 1) if last else size - 1
    return Part(start, end - start + 1)


def _suffix(last: str, size: int) -> Part | None:
    """The last bytes: bytes=-500."""
    if not last:
        return None
    length = min(int(last), size)
    if not length:
        raise Unsatisfiable
    return Part(size - length, length)


class Blocks:
    """A part of an open file in blocks; the response closes it, read to the end or not."""

    def __init__(self, file: IO[bytes], part: Part) -> None:
        self._file = file
        self._left = part.length
        file.seek(part.start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        block = self._file.read(min(BLOCK, self._left)) if self._left else b""
        if not block:
            raise StopIteration
        self._left -= len(block)
        return block

    def close(self) -> None:
        self._file.close()
