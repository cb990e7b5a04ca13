"""Names for the shots of a cut: from the clips, from a pattern, or by counting.

A name has two forms: the *code*, unique in the project (SQ010_SH0020), and the *name*, unique in the
sequence (SH0020): the code without its sequence and the separator behind it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .model import CutError, CutEvent
from .patterns import find_all, safe_pattern

MAX_NAME = 100
FORBIDDEN = set('/\\:*?"<>|')
NO_REEL = {"", "AX", "BL", "BLACK"}

NameSource = Literal["clip", "file", "reel"]


@dataclass(frozen=True, slots=True)
class ByClipName:
    """The code is the name of the clip, of its file or of its reel, cleaned.

    ``pattern`` is an expression whose first group is the code; "" cleans by itself: drops the path,
    what follows `` (``, file extensions, frame numbers, ``.take_1``, versions such as ``_v003`` and the
    step of the work (``_anim``, ``_comp``).
    """

    source: NameSource = "clip"
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class ByPattern:
    """The code is a pattern with the tokens ``{seq}``, ``{n}``, ``{clip}``, ``{reel}`` and ``{event}``.

    ``{n:0010}`` counts per sequence with four digits from 10 in steps of 10; ``{n:0100+5}`` from 100 in
    steps of 5; ``{n}`` from 1 in steps of 1.
    """

    pattern: str = "{seq}_SH{n:0010}"


@dataclass(frozen=True, slots=True)
class BySteps:
    """The name is ``prefix`` and a number per sequence, ``padding`` digits wide; the code is ``SEQ_name``."""

    prefix: str = "SH"
    start: int = 10
    step: int = 10
    padding: int = 4


NamingRule = ByClipName | ByPattern | BySteps


@dataclass(frozen=True, slots=True)
class SequenceFromName:
    """The sequence is the first group of ``pattern`` in the clip's (or file's, or reel's) name."""

    pattern: str = r"^(SQ\d{3})"
    source: NameSource = "clip"


@dataclass(frozen=True, slots=True)
class FixedSequence:
    """Every shot goes into the one sequence ``name``; "" leaves shots without a sequence."""

    name: str = ""


SequenceRule = SequenceFromName | FixedSequence

TAIL_RE = re.compile(r"\s+\(.*$")
EXTENSION_RE = re.compile(
    r"\.(?:exr|dpx|tiff?|png|jpe?g|tga|cin|mov|mp4|m4v|mxf|avi|mkv|mts|r3d|ari|arx|braw|crm|wav|aiff?|mp3|psd)$",
    re.IGNORECASE,
)
# Digits behind an underline are the shot's own number: SQ010_0020.
FRAMES_RE = re.compile(r"(?:[._](?:\[\d+-\d+\]|%0\d?d|#+)|\.\d{4,8})$")
TAKE_RE = re.compile(r"[._](?:take|tk)_?\d+$", re.IGNORECASE)
VERSION_RE = re.compile(r"[._ -]v\d{1,4}$", re.IGNORECASE)
STEP_RE = re.compile(
    r"[_-](?:anim(?:ation)?|comp|lay(?:out)?|light(?:ing)?|lgt|fx|render|plate|previs|postvis|temp)$",
    re.IGNORECASE,
)
TOKEN_RE = re.compile(r"\{(seq|clip|reel|event|n)(?::(\d{1,8})(?:\+([1-9]\d{0,4}))?)?\}")


def clean_name(name: str) -> str:
    """The part of a clip's name that names the shot: ``ZZ100_501.take_1.0001.exr`` is ``ZZ100_501``."""
    name = re.split(r"[/\\]", name)[-1].strip()
    name = TAIL_RE.sub("", name)
    before = None
    while name != before:
        before = name
        for pattern in (EXTENSION_RE, FRAMES_RE, TAKE_RE, VERSION_RE, STEP_RE):
            name = pattern.sub("", name) or name
    return name.strip(" ._-")


def source_name(event: CutEvent, source: NameSource) -> str:
    """What the event is called by ``source``; an event without a clip name falls back on file, then reel."""
    reel = "" if event.reel.upper() in NO_REEL else event.reel
    file = re.split(r"[/\\]", event.source_file)[-1]
    if source == "reel":
        return reel or event.clip_name
    if source == "file":
        return file or event.clip_name or reel
    return event.clip_name or file or reel


def name_key(text: str) -> str:
    """Names are the same when they look the same: compared in NFKC and without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def name_fault(code: str) -> str:
    """Why ``code`` cannot name a shot, "" where it can."""
    if not code:
        return "No name found in the clip"
    if len(code) > MAX_NAME:
        return f"Name longer than {MAX_NAME} characters"
    if not code.isprintable():
        return "Name holds characters that do not print"
    bad = sorted(FORBIDDEN.intersection(code))
    return f"Name holds {' '.join(bad)}, which folders cannot have" if bad else ""


def short_name(code: str, sequence: str) -> str:
    """``SH0020`` of ``SQ010_SH0020`` in ``SQ010``; the whole code where nothing would be left."""
    if sequence and name_key(code).startswith(name_key(sequence)):
        return code[len(sequence) :].lstrip("_-. ") or code
    return code


def sequences(events: Sequence[CutEvent], rule: SequenceRule) -> list[str]:
    """The sequence name per event, "" for none. Raises CutError (field "sequence") for a bad pattern."""
    if isinstance(rule, FixedSequence):
        return [rule.name.strip()] * len(events)
    pattern = safe_pattern(rule.pattern, field="sequence")
    names = [source_name(event, rule.source) for event in events]
    found = find_all(pattern, names, field="sequence")
    return [found[name].strip() for name in names]


class Namer:
    """Gives codes one after the other in record order; the counter runs per sequence."""

    def __init__(self, rule: NamingRule, events: Sequence[CutEvent]) -> None:
        self.rule = rule
        self.counts: Counter[str] = Counter()
        self.found: dict[str, str] = {}
        if isinstance(rule, ByClipName) and rule.pattern:
            pattern = safe_pattern(rule.pattern, field="naming")
            names = (source_name(event, rule.source) for event in events)
            self.found = find_all(pattern, names, field="naming")
        elif isinstance(rule, ByPattern):
            _check_template(rule.pattern)
        elif isinstance(rule, BySteps) and not (
            0 <= rule.start < 10**8 and 0 < rule.step < 10**5 and 0 <= rule.padding <= 8
        ):
            raise CutError("Start, step and padding must be whole numbers, the step above 0.", field="naming")

    @property
    def counts_up(self) -> bool:
        """Whether each new code differs: then the same clip must be recognised by itself."""
        return not isinstance(self.rule, ByClipName) and not (
            isinstance(self.rule, ByPattern) and "{n" not in self.rule.pattern
        )

    def code(self, event: CutEvent, sequence: str) -> str:
        """The code of the next shot."""
        if isinstance(self.rule, ByClipName):
            name = source_name(event, self.rule.source)
            return self.found[name].strip() if self.rule.pattern else clean_name(name)
        nth = self.counts[name_key(sequence)]
        self.counts[name_key(sequence)] += 1
        if isinstance(self.rule, BySteps):
            name = f"{self.rule.prefix}{self.rule.start + nth * self.rule.step:0{self.rule.padding}}"
            return f"{sequence}_{name}" if sequence else name
        return self._filled(event, sequence, nth)

    def _filled(self, event: CutEvent, sequence: str, nth: int) -> str:
        values = {
            "seq": sequence,
            "clip": clean_name(event.clip_name),
            "reel": event.reel,
            "event": event.number or str(event.index),
        }

        def fill(match: re.Match[str]) -> str:
            key, digits, step = match.groups()
            if key != "n":
                return values[key]
            start = int(digits or 1)
            return f"{start + nth * int(step or start or 1):0{len(digits or '')}}"

        assert isinstance(self.rule, ByPattern)  # noqa: S101  the two other rules have returned
        # Without a sequence the separator that follows it goes too.
        pattern = self.rule.pattern if sequence else re.sub(r"\{seq\}[_\-. ]?", "", self.rule.pattern)
        return TOKEN_RE.sub(fill, pattern).strip()


def _check_template(pattern: str) -> None:
    rest = TOKEN_RE.sub("", pattern)
    if len(pattern) > MAX_NAME or "{" in rest or "}" in rest:
        raise CutError(
            "The shot name may use {seq}, {n:0010}, {clip}, {reel} and {event}; correct what is in braces.",
            field="naming",
        )
    if not TOKEN_RE.search(pattern):
        raise CutError("The shot name needs {n:0010} or {clip}, or every shot would be the same.", field="naming")
