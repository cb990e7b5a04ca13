"""One door for all formats: bytes in, a CutFile or a CutError out."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import opentimelineio as otio

from .edl import read_edl
from .model import CutError, CutFile, CutWarning
from .otio_guard import guarded_json
from .text import decode, sniff
from .timecode import FrameRate, frame_rate
from .timeline import TimelineReader
from .xml_guard import guarded_xml


def read_cut(data: bytes, *, filename: str, rate: Decimal) -> CutFile:
    """Reads a CMX 3600 EDL, an OTIO file (.otio, .otioz) or Final Cut Pro 7 XML.

    ``rate`` is the frame rate people say (23.976), needed for an EDL; OTIO and XML carry their own.
    The format is told by the content first and by the extension of ``filename`` second. Raises CutError
    and nothing else; no file is opened, and media the cut names is not looked at.
    """
    frame_rate(rate)
    text, warnings = decode(data)
    kind = sniff(text, filename)
    if kind == "edl":
        cut = read_edl(text, FrameRate(rate))
    elif kind == "otio":
        document, remarks = guarded_json(text)
        warnings = [*warnings, *remarks]
        cut = _read("OTIO", "OTIO", lambda: _timeline(document, "otio_json", rate=rate, warnings=warnings))
    else:
        document = guarded_xml(text)
        cut = _read("FCP XML", "XML", lambda: _timeline(document, "fcp_xml", rate=rate, warnings=warnings))
    return replace(cut, warnings=(*warnings, *cut.warnings))


def _read(label: str, short: str, reader: Callable[[], TimelineReader]) -> CutFile:
    try:
        return reader().read(label)
    except CutError:
        raise
    except Exception as error:  # a foreign parser raises whatever its parsing runs into
        detail = " ".join(str(error).split())[:120] or type(error).__name__
        raise CutError(
            f"OpenTimelineIO cannot read this {short} file ({detail}); export it again or as an EDL."
        ) from None


def _timeline(document: str, adapter: str, *, rate: Decimal, warnings: list[CutWarning]) -> TimelineReader:
    found = otio.adapters.read_from_string(document, adapter)
    if isinstance(found, otio.schema.SerializableCollection):
        timelines = list(found.find_children(descended_from_type=otio.schema.Timeline))
        if not timelines:
            raise CutError("The file holds no sequence; export the sequence itself.")
        if len(timelines) > 1:
            name = str(timelines[0].name)[:100]
            warnings.append(CutWarning(f"The file holds {len(timelines)} sequences; “{name}” is read."))
        found = timelines[0]
    return TimelineReader(_wrapped(found), rate)


def _wrapped(found: Any) -> Any:
    """A bare stack, track or clip as a timeline."""
    if isinstance(found, otio.schema.Timeline):
        return found
    timeline = otio.schema.Timeline(name=getattr(found, "name", ""))
    if isinstance(found, otio.schema.Stack):
        timeline.tracks = found
    elif isinstance(found, otio.core.Item):
        timeline.tracks.append(found)
    else:
        raise CutError("The file holds no timeline; export the sequence itself.")
    return timeline
