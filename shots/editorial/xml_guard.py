"""Looking at Final Cut Pro 7 XML before the adapter does: entities, depth, number of events.

Format: Apple, "Final Cut Pro XML Interchange Format" (xmeml). ``<!DOCTYPE xmeml>`` is normal; anything
that could name an entity or another file is refused by the parser's own events, not by looking at text.
"""

from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from .model import CutError
from .text import MAX_EVENTS

MAX_DEPTH = 100
MAX_ELEMENTS = 2_000_000
UNSAFE = "The XML defines entities or names another file, which is not read; export it without a document type."
FILE_PARTS = {"name", "pathurl", "rate", "duration", "timecode", "mediaSource"}
TOO_MANY = "The XML has more than 20,000 clips; export one sequence at a time."


class _Checks:
    def __init__(self) -> None:
        self.depth = 0
        self.elements = 0
        self.clips = 0
        self.root = ""

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self.root = self.root or tag
        self.depth += 1
        self.elements += 1
        self.clips += tag in {"clipitem", "generatoritem"}
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise CutError("The XML is nested too deep or too large; export one sequence at a time.")
        if self.clips > MAX_EVENTS:
            raise CutError(TOO_MANY)

    def end(self, _tag: str) -> None:
        self.depth -= 1

    def doctype(self, _name: str, system: str | None, public: str | None, has_subset: int) -> None:
        if system or public or has_subset:
            raise CutError(UNSAFE)

    def entity(self, *_args: Any) -> None:
        raise CutError(UNSAFE)

    def external(self, *_args: Any) -> int:
        raise CutError(UNSAFE)


def guarded_xml(text: str) -> str:
    """``text`` as the adapter may read it: checked, and without what nested sequences hold inside.

    A nest counts as one clip, and its inside may be referenced many times over, which would multiply.
    Raises CutError with the line for XML that is not well formed.
    """
    checks = _Checks()
    # The text is decoded already: the encoding that the file declares no longer holds.
    data = text.encode("utf-8", "surrogatepass")
    parser = expat.ParserCreate("UTF-8")
    parser.StartElementHandler = checks.start
    parser.EndElementHandler = checks.end
    parser.StartDoctypeDeclHandler = checks.doctype
    parser.EntityDeclHandler = checks.entity
    parser.ExternalEntityRefHandler = checks.external
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise CutError(
            f"Line {error.lineno}: the XML is not well formed; export it again.", line=error.lineno
        ) from None
    if checks.root != "xmeml":
        raise CutError(
            f"This is XML of the kind “{checks.root[:40]}”; export Final Cut Pro 7 XML (xmeml), OTIO or an EDL."
        )
    return _without_nests(data)


def _without_nests(data: bytes) -> str:
    root = ET.fromstring(data, ET.XMLParser(encoding="utf-8"))  # noqa: S314  expat refused entities above
    names = {seq.get("id"): seq.findtext("name") for seq in root.iter("sequence") if seq.findtext("name")}
    for clip in root.iter("clipitem"):
        for sequence in clip.findall("sequence"):
            _empty_nest(sequence, names.get(sequence.get("id")))
    for parent in root.iter():
        for child in list(parent):
            # A bare reference on top repeats a nest. All references but those to files could multiply.
            if child.tag == "sequence" and parent.tag != "clipitem" and child.find("media") is None:
                parent.remove(child)
            elif child.tag == "file":
                _trim(child)
            else:
                child.attrib.pop("id", None)
    for sequence in root.iter("sequence"):
        _repeat_rate(sequence)
    return ET.tostring(root, encoding="unicode")


def _repeat_rate(sequence: ET.Element) -> None:
    """Gives each track the rate that it inherits: the adapter asks for it per clip, past all other clips."""
    rate = sequence.find("rate")
    if rate is None or rate.find("timebase") is None:
        return
    if rate.find("ntsc") is None:
        ET.SubElement(rate, "ntsc").text = "FALSE"
    for track in sequence.iterfind("media/*/track"):
        if track.find("rate") is None:
            track.insert(0, rate)


def _empty_nest(sequence: ET.Element, name: str | None) -> None:
    for media in sequence.findall("media"):
        sequence.remove(media)
    if sequence.find("name") is None:
        ET.SubElement(sequence, "name").text = name or ""


def _trim(file: ET.Element) -> None:
    """Leaves of a file what the adapter needs: it copies all the rest into every clip that uses the file."""
    for child in list(file):
        if child.tag not in FILE_PARTS:
            file.remove(child)
