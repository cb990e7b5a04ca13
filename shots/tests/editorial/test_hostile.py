import io
import json
import random
import time
import zipfile
from decimal import Decimal

import pytest

from shots.editorial import CutError, CutFile, plan_cut, read_cut, suggest

from .samples import DATA, FILM, XMEML, clip


def read(data: bytes, name: str = "cut.edl") -> CutFile:
    return read_cut(data, filename=name, rate=FILM)


def bundle(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.otio", content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
        (b"001\0\0\0 A V C", "not a text file"),
        (b"\xd0\xcf\x11\xe0AAF", "AAF"),
        (b"TITLE: nothing\n", "no events"),
        (b"hello", "does not look like a cut"),
        (b"{", "not complete"),
        (b"[1]", "does not look like a cut"),
        (b"{}", "no OTIO timeline"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b"<html/>", "kind “html”"),
        (b"<fcpxml/>", "Final Cut Pro X"),
        (b"<xmeml><a></xmeml>", "not well formed"),
        (b"<xmeml>" + b"<a>" * 5000, "nested too deep"),
        (b'<!DOCTYPE xmeml [<!ENTITY a "b">]><xmeml>&a;</xmeml>', "entities"),
        (b'<!DOCTYPE xmeml SYSTEM "file:///etc/passwd"><xmeml/>', "entities"),
        (b"PK\x03\x04 broken", "no readable content.otio"),
        (bundle(b"{" + b" " * 30_000_000), "larger than 20 MB"),
    ],
    ids=range(19),
)
def test_hostile_files_are_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(CutError, match=says):
        read(data, "cut")


def test_a_document_type_alone_is_normal() -> None:
    cut = read(XMEML.encode(), "cut.xml")
    assert (cut.format, cut.title, cut.rate_found) == ("FCP XML", "Reel 1", Decimal("23.976"))
    assert [event.kind for event in cut.events] == ["clip", "gap", "clip"]


def test_fcp_xml_gives_speed_nests_and_start() -> None:
    first, _, nest = read(XMEML.encode(), "cut.xml").events
    assert (first.speed, first.record_length, first.source_length) == (2.0, 48, 96)
    assert first.source_file == "file:///media/SQ010_0010.mov"
    assert (nest.clip_name, nest.record_in_tc) == ("SQ010_0020", "01:00:03:00")


def test_the_content_decides_before_the_extension() -> None:
    assert read((DATA / "multitrack.otio").read_bytes(), "wrong.edl").format == "OTIO"
    assert read(clip(1, 0).encode(), "wrong.otio").format == "CMX 3600"


def test_an_otioz_bundle_is_read() -> None:
    assert len(read(bundle((DATA / "multitrack.otio").read_bytes()), "cut.otioz").events) == 12


def test_text_encodings_are_told_apart() -> None:
    text = clip(1, 0, "Café_010")
    for data in (
        text.encode(),
        b"\xef\xbb\xbf" + text.encode(),
        text.encode("utf-16"),
        text.encode("cp1252"),
    ):
        cut = read(data)
        assert cut.events[0].clip_name == "Café_010"
    assert "Windows-1252" in cut.warnings[0].message


def test_a_schema_that_is_not_known_is_refused_by_name() -> None:
    cut = json.loads((DATA / "multitrack.otio").read_text())
    cut["tracks"]["children"][0]["children"][0]["OTIO_SCHEMA"] = "Clip.9"
    with pytest.raises(CutError, match=r"Clip\.9"):
        read(json.dumps(cut).encode(), "cut.otio")


def test_more_than_twenty_thousand_events_are_refused_quickly() -> None:
    line = clip(1, 0) + "\n"
    started = time.perf_counter()
    with pytest.raises(CutError, match="20,000 events"):
        read(line.encode() * 20_001)
    assert time.perf_counter() - started < 5


def test_548_events_are_read_and_planned_quickly() -> None:
    started = time.perf_counter()
    cut = read((DATA / "speed_effects.edl").read_bytes())
    assert time.perf_counter() - started < 1
    started = time.perf_counter()
    plan_cut(cut, suggest(cut), {})
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize("seed", range(4))
def test_mutated_samples_give_a_cut_or_a_refusal(seed: int) -> None:
    chance = random.Random(seed)
    files = [path.read_bytes()[:20_000] for path in sorted(DATA.glob("*_*.*")) if path.suffix != ".md"]
    files += [(DATA / "multitrack.otio").read_bytes(), XMEML.encode()]
    for _ in range(100):
        data = mutated(bytearray(chance.choice(files)), chance)
        try:
            cut = read_cut(data, filename="cut", rate=Decimal(chance.choice(["24", "29.97", "12.5"])))
        except CutError as refusal:
            assert refusal.message.endswith((".", "?"))
        else:
            plan_cut(cut, suggest(cut), {})


def mutated(data: bytearray, chance: random.Random) -> bytes:
    tokens = [
        b"-1",
        b"1e400",
        b"NaN",
        b"null",
        b"{}",
        b"99:99:99:99",
        b"D 010",
        b"M2 X -1 0",
        b"\0",
        b"\xff",
        b"\xe2\x80\xa8",
    ]
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                del data[at : at + chance.randrange(20)]
            case 1:
                data[at:at] = chance.choice(tokens)
            case 2:
                data[at] = chance.randrange(256)
            case _:
                start = chance.randrange(len(data))
                data[at:at] = data[start : start + 100]
    return bytes(data)
