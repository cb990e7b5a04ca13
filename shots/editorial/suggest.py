"""Sensible first options for a cut, read from the names in it."""

import re
from collections import Counter
from collections.abc import Sequence

from .model import CutEvent, CutFile
from .naming import (
    ByClipName,
    ByPattern,
    FixedSequence,
    NameSource,
    SequenceFromName,
    clean_name,
    source_name,
)
from .plan import CutOptions

# Camera reels and files name takes, not shots: A014C003, A001_C002_0101AB, IMG_1234, C0012, clip 12.
CAMERA_RE = re.compile(r"^(?:[A-Z]\d{3}_?C\d{3}|(?:IMG|MVI|DSC|GOPR|GX|DJI|C)_?\d{3,}|clip ?\d*$)", re.IGNORECASE)
SHOT_RE = re.compile(r"^(?=.*\d)[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)+$")
WEAK_RE = re.compile(r"^(?:take|tk|shot|sh)_?\d*$", re.IGNORECASE)
# From the most telling to the most general; each is a pattern that a person may go on editing.
SEQUENCE_PATTERNS = (
    r"^(SQ\d{2,5})[_-]?",
    r"^([A-Za-z]{1,8}\d{1,5}[A-Za-z]?)[_-]",
    r"^(\d{2,5})[_-]",
)
ENOUGH = 0.6


def suggest(cut: CutFile) -> CutOptions:
    """Options for the picture track with most clips: names from clips, else files, else counted numbers."""
    clips = Counter(event.track for event in cut.events if event.kind == "clip")
    pictures = [track.index for track in cut.tracks if track.kind == "video"] or [0]
    track = max(pictures, key=lambda index: clips[index])
    events = [event for event in cut.events_on(track) if event.kind == "clip"]
    source = _source(events)
    if source is None:
        return CutOptions(naming=ByPattern(), sequence=FixedSequence("SQ010"), track=track)
    pattern = _sequence_pattern([clean_name(source_name(event, source)) for event in events])
    sequence = SequenceFromName(pattern, source) if pattern else FixedSequence()
    return CutOptions(naming=ByClipName(source), sequence=sequence, track=track)


def _source(events: Sequence[CutEvent]) -> NameSource | None:
    """Where names of shots stand. Names of cameras' takes are none; names of any other kind will do."""
    sources: tuple[NameSource, ...] = ("clip", "file", "reel")
    for source in sources:
        names = [clean_name(source_name(event, source)) for event in events]
        if names and sum(map(_is_shot_name, names)) >= ENOUGH * len(names):
            return source
    names = [clean_name(event.clip_name) for event in events]
    usable = sum(bool(name) and not CAMERA_RE.match(name) and not WEAK_RE.match(name) for name in names)
    return "clip" if names and usable == len(names) else None


def _is_shot_name(name: str) -> bool:
    return bool(SHOT_RE.match(name)) and not CAMERA_RE.match(name) and not WEAK_RE.match(name)


def _sequence_pattern(names: Sequence[str]) -> str:
    """The first pattern that most names follow, and that leaves each sequence its shots; "" for none."""
    for pattern in SEQUENCE_PATTERNS:
        found = Counter(match[1] for name in names if (match := re.match(pattern, name)))
        # A sequence per shot is no sequence: then the number before the separator is the shot's own.
        if sum(found.values()) >= ENOUGH * len(names) and (len(found) < len(set(names)) or len(set(names)) == 1):
            return pattern
    return ""
