"""From bytes to text, and which format it is: the limits that hold for every file."""

import io
import re
import zipfile
import zlib
from typing import Literal

from .model import CutError, CutWarning

MAX_BYTES = 20 * 1024 * 1024
MAX_EVENTS = 20_000
MAX_LINES = 400_000

Format = Literal["edl", "otio", "xml"]

TOO_LARGE = "The file is larger than 20 MB, more than a cut needs; export one reel or one sequence at a time."
NOT_TEXT = "This is not a text file; export the cut as CMX 3600 EDL, OTIO or Final Cut Pro 7 XML."
NOT_A_CUT = "This does not look like a cut; export it as CMX 3600 EDL, OTIO or Final Cut Pro 7 XML."
EVENT_START_RE = re.compile(r"^[ \t]*\d{1,8}[ \t]+\S.*\d[:;.,]\d\d[:;.,]\d\d", re.MULTILINE)
TITLE_RE = re.compile(r"^\s*(TITLE:|FCM:)", re.MULTILINE)


def decode(data: bytes) -> tuple[str, list[CutWarning]]:
    """The text of the file: UTF-8, UTF-16 with a byte order mark, else Windows-1252 with a warning.

    Raises CutError for an empty file, one over 20 MB, and for anything that is not text.
    """
    if len(data) > MAX_BYTES:
        raise CutError(TOO_LARGE)
    if not data.strip():
        raise CutError("The file is empty; export the cut again.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CutError("This is an AAF file; export the cut as CMX 3600 EDL, OTIO or Final Cut Pro 7 XML.")
    if data.startswith(b"PK\x03\x04"):
        data = _unzip(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return _checked(data.decode("utf-16")), []
        except UnicodeDecodeError:
            raise CutError(NOT_TEXT) from None
    try:
        return _checked(data.decode("utf-8-sig")), []
    except UnicodeDecodeError:
        text = _checked(data.decode("cp1252", errors="replace"))
    return text, [CutWarning("The file is not UTF-8; it was read as Windows-1252. Check accents in names.")]


def _checked(text: str) -> str:
    controls = sum(map(text.count, map(chr, (*range(9), *range(14, 32)))))
    if "\0" in text or controls > len(text) // 100 + 4:
        raise CutError(NOT_TEXT)
    if text.count("\n") > MAX_LINES:
        raise CutError("The file has more than 400,000 lines; export one reel or one sequence at a time.")
    if not text.strip():
        raise CutError("The file is empty; export the cut again.")
    return text


def _unzip(data: bytes) -> bytes:
    """The ``content.otio`` of an .otioz bundle (OTIO docs, "Working with File Bundles")."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle, bundle.open("content.otio") as content:
            # Read to one byte past the limit: the size a zip declares may be a lie.
            text = content.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, ValueError, NotImplementedError,
            zlib.error):  # fmt: skip
        raise CutError("This archive holds no readable content.otio; export an .otio file instead.") from None
    if len(text) > MAX_BYTES:
        raise CutError(TOO_LARGE)
    return text


def sniff(text: str, filename: str) -> Format:
    """The format by content first, by extension second. Raises CutError where neither tells."""
    start = text.lstrip()[:4000]
    if start.startswith("{"):
        return "otio"
    if start.startswith("<"):
        if "<fcpxml" in start:
            raise CutError("This is Final Cut Pro X XML; export Final Cut Pro 7 XML (xmeml), OTIO or an EDL.")
        return "xml"
    if TITLE_RE.search(start) or EVENT_START_RE.search(text[:200_000]):
        return "edl"
    if filename.lower().endswith(".edl"):
        return "edl"
    raise CutError(NOT_A_CUT)


def printable(text: str, limit: int = 1000) -> str:
    """``text`` on one line: what does not print (tabs, line separators, controls) becomes a space."""
    text = text[:limit]
    if text.isprintable():
        return text.strip()
    return "".join(char if char.isprintable() else " " for char in text).strip()
