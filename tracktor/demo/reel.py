"""A cut of the first sequence, as editorial would send it."""

from decimal import Decimal

from projects.models import Project
from shots.editorial import CutOptions, FrameRate, format_timecode
from shots.services import CutInput, cut_import
from shots.services.cuts import cut_read

from . import plan
from .making import Making
from .story import SEQUENCES

FPS = 24
# Frames on screen, where the cut is longer than the board.
LONGER = {"SQ010_SH0040": 149}
FILE = "ferry_reel1_v7.edl"


def import_reel(making: Making, project: Project) -> None:
    """The ranges follow the cut; the shot that it leaves out is omitted already."""
    cut = cut_read(data=_edl().encode(), file_name=FILE, rate=Decimal(FPS))
    given = CutInput(name="Reel 1 v7", file_name=FILE, cut=cut, options=CutOptions(on_existing="update"))
    cut_import(actor=making.people["tomas"], project=project, given=given)


def _edl() -> str:
    lines, at = ["TITLE: FERRY REEL 1 V7", "FCM: NON-DROP FRAME", ""], FPS * 3600
    for index, shot in enumerate(SEQUENCES[0].shots):
        code = plan.shot_code(SEQUENCES[0], index)
        if code == plan.OMITTED:
            continue
        frames = LONGER.get(code, shot.frames)
        source, record = _span(FPS * 3600 * 2 + index * FPS * 60, frames), _span(at, frames)
        lines += [
            f"{index + 1:03d}  F{index + 1:03d}R1   V     C        {source} {record}",
            f"* FROM CLIP NAME: {code}",
            "",
        ]
        at += frames
    return "\n".join(lines)


def _span(start: int, frames: int) -> str:
    rate = FrameRate(Decimal(FPS))
    return f"{format_timecode(start, rate)} {format_timecode(start + frames, rate)}"
