"""EDL events through OpenTimelineIO's CMX 3600 adapter (otio-cmx3600-adapter 1.0).

The adapter reads what its community knows of comments: clip names, media, generators, locators. It sees
one plain cut per event, since times, speeds and transitions were settled by the pre-scan.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import opentimelineio as otio

from .kinds import kind_of
from .model import CutError, CutEvent, CutFile, CutMarker, CutTrack, CutWarning, TrackKind
from .prescan import EdlEvent, Prescan, prescan
from .statements import Statement
from .timecode import FrameRate, format_timecode, is_drop_timecode, parse_timecode

# The adapter takes six rates only. It gets whole frames, for which the highest of them always has room.
ADAPTER_RATE = FrameRate(Decimal(60))
LAST_FRAME = parse_timecode("99:59:59:59", ADAPTER_RATE)
BATCH = 200
FORWARDED_RE = re.compile(
    r"\*?\s*(?P<key>FROM CLIP NAME|TO CLIP NAME|FROM CLIP|FROM FILE|LOC)\s*:\s*(?P<value>\S.*)", re.IGNORECASE
)
SOURCE_FILE_RE = re.compile(r"\*?\s*SOURCE FILE\s*:\s*(?P<value>\S.*)", re.IGNORECASE)
REEL_RE = re.compile(
    r"(?:\*\s*)?(?:FINAL CUT PRO REEL|REEL NAME|SOURCE NAME)\s*:\s*(?P<value>\S.*?)(?:\s+REPLACED BY\s*:.*)?",
    re.IGNORECASE,
)
CHANNELS = {"B": ("V", "A1"), "A": ("A1",), "AA": ("A1", "A2"), "N": ()}


def read_edl(text: str, rate: FrameRate) -> CutFile:
    """The cut of a CMX 3600 EDL. Raises CutError."""
    scan = prescan(text, rate)
    clips = [clip for batch in _batches(scan.events) for clip in _adapted(batch, rate)]
    placed = _on_tracks(scan)
    names = sorted(placed, key=lambda name: (_kind(name) != "video", _kind(name) != "audio", name))
    tracks = tuple(CutTrack(index, name, _kind(name), len(placed[name])) for index, name in enumerate(names))
    events = tuple(
        _event(scan, clips[at], scan.events[at], place=(index, track.index), rate=rate)
        for track in tracks
        for index, at in enumerate(placed[track.name], start=1)
    )
    start = min(event.record_in for event in events)
    return CutFile(
        format="CMX 3600",
        title=scan.title,
        rate=rate.spoken,
        rate_found=None,
        start_tc=format_timecode(start, rate, drop=scan.is_drop),
        tracks=tracks,
        events=events,
        warnings=tuple(scan.warnings),
        is_drop_frame=scan.is_drop,
    )


def _kind(track: str) -> TrackKind:
    return "video" if track.startswith("V") else "audio" if track.startswith("A") else "other"


def _channels(code: str) -> tuple[str, ...]:
    """The tracks of a channel code: V, V2, A, A2, AA, B (both), and sums such as AA/V or A2/V."""
    tracks: list[str] = []
    for part in code.split("/"):
        tracks.extend(CHANNELS.get(part, (part,)))
    return tuple(dict.fromkeys(tracks)) or ("NONE",)


def _on_tracks(scan: Prescan) -> dict[str, list[int]]:
    """Per track the places of its events in the file, in record order."""
    placed: dict[str, list[int]] = {}
    for at, event in enumerate(scan.events):
        for name in _channels(event.statement.channel):
            placed.setdefault(name, []).append(at)
    for name, places in placed.items():
        ordered = sorted(places, key=lambda at: scan.events[at].record[0])
        if ordered != places:
            message = f"The events of track {name} are not in record order; they are shown in record order."
            scan.warnings.append(CutWarning(message))
            placed[name] = ordered
    return placed


def _batches(events: list[EdlEvent]) -> Iterator[list[EdlEvent]]:
    # The adapter takes lines off the front of a list: quadratic in the length of the file.
    for start in range(0, len(events), BATCH):
        yield events[start : start + BATCH]


def _adapted(events: list[EdlEvent], rate: FrameRate) -> list[Any]:
    """The adapter's clips for ``events``, one for one; a batch it refuses is read event by event."""
    clips = _read("".join(_plain_cut(number, event, rate) for number, event in enumerate(events, start=1)))
    if len(clips) == len(events):
        return clips
    if len(events) > 1:
        return [clip for event in events for clip in _adapted([event], rate)]
    statement = events[0].statement
    raise CutError(
        f"Line {statement.line}: OpenTimelineIO cannot read event {statement.number} or the comments "
        f"below it. Correct them or export the list again.",
        line=statement.line,
    )


def _read(text: str) -> list[Any]:
    try:
        timeline = otio.adapters.read_from_string(
            text, "cmx_3600", rate=ADAPTER_RATE.nominal, ignore_timecode_mismatch=True
        )
        return list(timeline.find_clips())
    except Exception:  # the adapter raises whatever its parsing runs into
        return []


def _plain_cut(number: int, event: EdlEvent, rate: FrameRate) -> str:
    """The event as eight clean columns on one track, with the comments that the adapter understands."""
    statement = event.statement
    reel = re.sub(r"\s+", "_", statement.reel) or "AX"
    times = (min(frames, LAST_FRAME) for frames in (*event.source, *event.record))
    columns = " ".join(format_timecode(frames, ADAPTER_RATE) for frames in times)
    lines = [f"{number} {reel} V C {columns}"]
    for _, text in statement.comments:
        match = FORWARDED_RE.fullmatch(text)
        if match and match["key"].upper() == "LOC":
            lines.extend(_locator(match["value"], rate, drop=bool(statement.drop)))
        elif match and not (match["key"].upper() == "TO CLIP NAME" and statement.edit == "C"):
            # On a cut the adapter would take TO CLIP NAME, the clip that comes next, for its own name.
            lines.append(f"* {match['key'].upper()}: {match['value']}")
    return "\n".join(lines) + "\n"


def _locator(value: str, rate: FrameRate, *, drop: bool) -> Iterator[str]:
    """The locator at the adapter's rate; nothing where its timecode does not exist at ``rate``."""
    timecode, _, rest = value.partition(" ")
    try:
        frames = parse_timecode(timecode, rate, drop=drop or is_drop_timecode(timecode))
    except CutError:
        return
    color, _, note = rest.strip().partition(" ")
    if not re.fullmatch(r"[A-Za-z]+", color):
        color, note = "RED", rest.strip()
    yield f"* LOC: {format_timecode(min(frames, LAST_FRAME), ADAPTER_RATE)} {color} {note.strip()}"


def _event(scan: Prescan, clip: Any, event: EdlEvent, *, place: tuple[int, int], rate: FrameRate) -> CutEvent:
    """The event at ``place`` (index in its track, track): times of the pre-scan, names of the adapter."""
    statement = event.statement
    reel = _comment(statement, REEL_RE) if statement.reel in {"AX", ""} else ""
    name, source_file = _names(clip, statement)
    drop = scan.is_drop
    return CutEvent(
        index=place[0],
        track=place[1],
        kind=kind_of(clip_name=name, reel=statement.reel, generator=_generator(clip)),
        # Avid marks the name of a freeze, which is no part of the clip's name.
        clip_name=name.removesuffix(" FF") if event.freeze else name,
        source_in=event.source[0],
        source_out=event.source[1],
        record_in=event.record[0],
        record_out=event.record[1],
        source_in_tc=format_timecode(event.source[0], rate, drop=drop),
        source_out_tc=format_timecode(event.source[1], rate, drop=drop),
        record_in_tc=format_timecode(event.record[0], rate, drop=drop),
        record_out_tc=format_timecode(event.record[1], rate, drop=drop),
        reel=reel or statement.reel,
        source_file=source_file,
        number=statement.number,
        line=statement.line,
        comments=tuple(text.lstrip("* ") for _, text in statement.comments),
        speed=event.speed,
        freeze=event.freeze,
        transition=event.transition,
        markers=tuple(_marker(marker) for marker in clip.markers),
    )


def _names(clip: Any, statement: Statement) -> tuple[str, str]:
    """Clip name and source file; the adapter names a clip without any comment by its event number."""
    media = clip.media_reference
    source_file = getattr(media, "target_url", None) or ""
    if isinstance(media, otio.schema.ImageSequenceReference):
        source_file = f"{media.target_url_base}/{media.name_prefix}{media.name_suffix}"
    has_name = source_file or any("CLIP NAME" in text.upper() for _, text in statement.comments)
    name = (clip.name or "") if has_name else ""
    # A Windows path is one word to the adapter.
    return name.rpartition("\\")[2], source_file or _comment(statement, SOURCE_FILE_RE)


def _comment(statement: Statement, pattern: re.Pattern[str]) -> str:
    matches = (pattern.fullmatch(text) for _, text in statement.comments)
    return next((match["value"] for match in matches if match), "")


def _generator(clip: Any) -> str | None:
    media = clip.media_reference
    return str(media.generator_kind) if isinstance(media, otio.schema.GeneratorReference) else None


def _marker(marker: Any) -> CutMarker:
    return CutMarker(marker.name, str(marker.color or ""), round(marker.marked_range.start_time.value))
