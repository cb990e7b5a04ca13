"""What the tests of this folder share: the sample files and a small EDL writer."""

from decimal import Decimal
from pathlib import Path

from shots.editorial import CutFile, read_cut

DATA = Path(__file__).parent.parent / "data" / "editorial"
FILM = Decimal(24)


def sample(name: str) -> CutFile:
    return read_cut((DATA / name).read_bytes(), filename=name, rate=FILM)


def edl(*lines: str, rate: str = "24") -> CutFile:
    return read_cut("\n".join(["TITLE: test", *lines]).encode(), filename="cut.edl", rate=Decimal(rate))


def clip(number: int, second: int, name: str = "", source: int | None = None, reel: str = "A001") -> str:
    """A cut of one second; ``source`` is the second that the source begins at."""
    at = second if source is None else source
    times = (f"00:00:{at:02}:00 00:00:{at + 1:02}:00 01:00:{second:02}:00 01:00:{second + 1:02}:00").split()
    line = f"{number:03}  {reel} V     C        {' '.join(times)}"
    return f"{line}\n* FROM CLIP NAME: {name}" if name else line


XMEML = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml>
<xmeml version="4"><sequence id="s1"><name>Reel 1</name>
<rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>
<timecode><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate><string>01:00:00:00</string></timecode>
<media><video><track>
<clipitem id="c1"><name>SQ010_0010</name><duration>99</duration>
<start>0</start><end>48</end><in>8</in><out>104</out>
<file id="f1"><name>SQ010_0010.mov</name><pathurl>file:///media/SQ010_0010.mov</pathurl></file>
<filter><effect><name>Time Remap</name><effectid>timeremap</effectid>
<parameter><parameterid>speed</parameterid><value>200</value></parameter></effect></filter></clipitem>
<clipitem id="c2"><name>Nest</name><duration>24</duration>
<start>72</start><end>96</end><in>0</in><out>24</out>
<sequence id="s2"><name>SQ010_0020</name><media><video><track>
<clipitem id="c3"><name>inside</name></clipitem></track></video></media></sequence></clipitem>
</track></video></media></sequence></xmeml>"""
