"""Reading cuts (EDL, OTIO, Final Cut Pro 7 XML) and planning the shots they ask for; no Django in here."""

from .model import CutError, CutEvent, CutFile, CutMarker, CutTrack, CutTransition, CutWarning
from .naming import (
    ByClipName,
    ByPattern,
    BySteps,
    FixedSequence,
    NamingRule,
    SequenceFromName,
    SequenceRule,
    clean_name,
)
from .plan import CutOptions, CutPlan, ExistingShot, PlanRow, plan_cut
from .prescan import prescan
from .reader import read_cut
from .suggest import suggest
from .timecode import FrameRate, format_timecode, frame_rate, parse_timecode

__all__ = [
    "ByClipName",
    "ByPattern",
    "BySteps",
    "CutError",
    "CutEvent",
    "CutFile",
    "CutMarker",
    "CutOptions",
    "CutPlan",
    "CutTrack",
    "CutTransition",
    "CutWarning",
    "ExistingShot",
    "FixedSequence",
    "FrameRate",
    "NamingRule",
    "PlanRow",
    "SequenceFromName",
    "SequenceRule",
    "clean_name",
    "format_timecode",
    "frame_rate",
    "parse_timecode",
    "plan_cut",
    "prescan",
    "read_cut",
    "suggest",
]
