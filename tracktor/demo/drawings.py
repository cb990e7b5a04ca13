"""The demo's thumbnails: a scene, a time of day and a seed make one picture, always the same one."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from . import rooms, scenes, still_lifes
from .brush import SIZE, Canvas, Palette

# As large as the upload service keeps pictures: the overview shows a project's over its whole width.
BANNER = (960, 480)

PALETTES = {
    "dawn": Palette(
        ("#2b3350", "#6d5a78", "#c98a7c", "#f3c493"), ("#b08d86", "#5a5a6c", "#2b3444"), "#ffe2b0", "#171a28", "#e9bfa0"
    ),
    "morning": Palette(
        ("#5f8fa6", "#93bcc6", "#d3e4e0", "#f0efe2"), ("#9fc4c8", "#4f8590", "#27525f"), "#fff6dc", "#1d3440", "#dcebe8"
    ),
    "noon": Palette(
        ("#3f7d98", "#7fb4c4", "#c4dfe2", "#e6f0ec"), ("#6aa9b2", "#337684", "#1b4c5a"), "#ffffff", "#122d38", "#cfe5e6"
    ),
    "fog": Palette(
        ("#6f7577", "#979c9d", "#bfc3c3", "#d6d9d8"), ("#b4b8b8", "#7c8283", "#4a5052"), "#f4f5f1", "#2c3134", "#d3d6d5"
    ),
    "storm": Palette(
        ("#15191c", "#2c3336", "#4b5455", "#6d7674"), ("#4c5657", "#252c2f", "#0f1315"), "#cfd8d2", "#090c0e", "#8d9793"
    ),
    "night": Palette(
        ("#060c1c", "#0f1d38", "#1f3860", "#395a86"), ("#2b4b74", "#10213f", "#060d1c"), "#bcd4f2", "#03060e", "#47658c"
    ),
    "green": Palette(
        ("#0e2a26", "#255a4c", "#5d9a78", "#b5d7a4"), ("#5f9c7c", "#21594c", "#0b2723"), "#ecf7c4", "#06181a", "#8fbf9c"
    ),
    "deep": Palette(
        ("#0a1a34", "#12305a", "#1e4f80", "#3d7fa8"), ("#2f6f98", "#123a63", "#050f22"), "#a8daf0", "#030a16", "#2f6a94"
    ),
    "violet": Palette(
        ("#1d1638", "#5a3268", "#b04f6d", "#f0925f"), ("#a5576a", "#52325e", "#1c1633"), "#ffd08a", "#120d20", "#cf7d76"
    ),
    "ember": Palette(
        ("#1a0d05", "#5c2f0f", "#a8611f", "#d9954a"), ("#8a4d1c", "#3d2009", "#140a03"), "#ffcf7a", "#120903", "#a4672f"
    ),
    "city": Palette(
        ("#0b0e20", "#232247", "#5a3d62", "#a8606a"), ("#43385c", "#1c1d3b", "#090b1a"), "#ffb97e", "#07081a", "#6d4d6a"
    ),
    "slate": Palette(
        ("#47596a", "#7c8f9d", "#b4c1c8", "#dfe4e2"), ("#92a4ad", "#4d626e", "#243541"), "#fff3d6", "#16222b", "#c3ced2"
    ),
}

SCENES: dict[str, Callable[..., None]] = {
    "beacon": scenes.beacon,
    "below": scenes.below,
    "birds": scenes.birds,
    "city": scenes.city,
    "engine": rooms.engine,
    "face": rooms.face,
    "ferry": scenes.ferry_at_sea,
    "hands": rooms.hands,
    "harbour": scenes.harbour,
    "islands": scenes.islands,
    "lantern": rooms.lantern,
    "porthole": rooms.porthole,
    "rail": rooms.rail,
    "saloon": rooms.saloon,
    "shore": scenes.shore,
    "squall": scenes.squall,
    "talk": rooms.talk,
    "ticket": rooms.ticket,
    "wake": scenes.wake,
    "wheelhouse": rooms.wheelhouse,
}


@dataclass(frozen=True)
class Picture:
    """`how` are the scene's own numbers: where the ferry is, how many lamps burn."""

    scene: str
    palette: str
    how: Mapping[str, Any] = field(default_factory=dict)


def shot_picture(picture: Picture, seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    canvas = Canvas(PALETTES[picture.palette], seed, size)
    SCENES[picture.scene](canvas, **picture.how)
    return canvas.finish()


def asset_picture(name: str, seed: int) -> Image.Image:
    """A model on neutral ground; `name` is one of still_lifes.MODELS."""
    canvas = still_lifes.ground(seed)
    still_lifes.MODELS[name](canvas)
    return canvas.finish(grain=5)


def as_bytes(image: Image.Image) -> bytes:
    """As the upload service takes it; BMP, since the service encodes anew anyway."""
    out = io.BytesIO()
    image.save(out, "BMP")
    return out.getvalue()
