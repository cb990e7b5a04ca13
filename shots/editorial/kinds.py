"""Telling pictures that become shots from black and from what the editing system generates itself."""

from .model import EventKind

BLACK = {"bl", "black", "black video", "slug"}
TITLES = {
    "adjustment layer",
    "bars",
    "bars and tone",
    "color matte",
    "colour matte",
    "graphic",
    "smptebars",
    "transparent video",
    "universal counting leader",
}


def kind_of(*, clip_name: str, reel: str = "", generator: str | None = None) -> EventKind:
    """The kind of an event; ``generator`` is OTIO's generator kind, None when the media is a real file.

    BL, BLACK and BARS are the special reels of CMX 3600; the names are those that Avid, Premiere and
    Final Cut give to their generators.
    """
    name = clip_name.lower()
    if name in BLACK or reel.lower() in BLACK:
        return "black"
    if generator is None:
        return "title" if {name, reel.lower()} & TITLES or name.startswith(("title ", "title:")) else "clip"
    # Premiere writes its titles as a slug that has a name.
    return "black" if generator.lower() in BLACK and not name else "title"
