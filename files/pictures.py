"""Pictures by Pillow: their size read before anything is decoded, smaller copies in the colours of the web."""

import io
import struct
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageCms, ImageOps

from core.errors import Refused

MOST_PIXELS = 12_000 * 12_000
# A drawing of flat colours has some hundred pixels in a byte; what has thousands was made to fill the memory.
MOST_PIXELS_A_BYTE = 4_000
# Pillow's own limit tells an honest plate and a bomb not apart; `picture_of` asks before anything is decoded.
Image.MAX_IMAGE_PIXELS = None
SIZES = {"small": 320, "large": 1280}
QUALITY = {"small": 78, "large": 84}
_READABLE = ["BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP"]
# What Pillow raises on files that are broken in the middle, or of a kind that it can't scale.
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
# One at a time: eight people who drop 100-megapixel plates at once must not need eight times the memory.
_decoding = threading.Lock()
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Picture:
    """`sizes` holds the smaller copies as WebP, by name; empty where it can't be shown."""

    width: int
    height: int
    sizes: dict[str, bytes]


class Unreadable(Exception):
    """Pillow can't make a picture of it; `is_cut_off` where the end is missing."""

    def __init__(self, *, is_cut_off: bool) -> None:
        super().__init__()
        self.is_cut_off = is_cut_off


def picture_of(file: IO[bytes], size: int) -> Picture:
    """The dimensions and smaller copies of a picture file of `size` bytes.

    Refused: a small file that claims enormous dimensions. A large picture that is honest about it has no copies.
    """
    try:
        picture = Image.open(file, formats=_READABLE)
        width, height = picture.size
        pixels = width * height
        if pixels > MOST_PIXELS:
            if pixels > size * MOST_PIXELS_A_BYTE:
                raise Refused(f"The picture says it has {pixels // 1_000_000:,} megapixels, in a small file.")
            return Picture(width, height, {})
        with _decoding:
            return _copies(picture)
    except Refused:
        raise
    except BROKEN as error:
        raise Unreadable(is_cut_off="truncated" in str(error) or isinstance(error, EOFError)) from None


def _copies(picture: Image.Image) -> Picture:
    turned = picture.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    width, height = reversed(picture.size) if turned else picture.size
    shown = _in_srgb(picture, SIZES["large"])
    sizes = {}
    for name in ("large", "small"):
        # The small one is made of the large one.
        shown.thumbnail((SIZES[name], SIZES[name]), Image.Resampling.LANCZOS, reducing_gap=3.0)
        sizes[name] = webp(shown, name)
    return Picture(width, height, sizes)


def webp(picture: Image.Image, size: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY[size], method=4)
    return out.getvalue()


def dimensions(data: bytes) -> tuple[int, int]:
    """Width and height of a picture that was made here."""
    return Image.open(io.BytesIO(data), formats=["WEBP"]).size


def _in_srgb(picture: Image.Image, most: int) -> Image.Image:
    """The first frame, upright, at most `most` pixels on its longer side, in 8-bit sRGB with its alpha.

    Scaled before it is turned and converted; a JPEG is decoded at about that size, which spares most of the memory.
    """
    if picture.mode in _DEEP:
        picture = _DEEP[picture.mode](picture)
    elif picture.mode == "P":
        # A palette can't be scaled.
        picture = picture.convert("RGBA")
    profile = picture.info.get("icc_profile")
    has_alpha = picture.has_transparency_data
    picture.thumbnail((most, most), Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture = ImageOps.exif_transpose(picture)
    if profile and picture.mode in {"RGB", "CMYK"}:
        picture = _by_profile(picture, profile)
    return picture.convert("RGBA" if has_alpha else "RGB")


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A broken profile: the numbers as they are.
        return picture
    return changed or picture


def _from_16_bits(picture: Image.Image) -> Image.Image:
    return picture.point(lambda value: value * (1 / 256)).convert("L")


def _from_wide(picture: Image.Image) -> Image.Image:
    """Whole numbers or floats: 0 to 1 where they stay below it, else 0 to 255 or to the brightest."""
    high = picture.getextrema()[1]
    top = float(high[0] if isinstance(high, tuple) else high)
    white = 1.0 if picture.mode == "F" and top <= 1.0 else 255.0 if top <= 255 else 65535.0 if top <= 65535 else top
    return picture.convert("F").point(lambda value: value * (255 / white)).convert("L")


_DEEP: dict[str, Callable[[Image.Image], Image.Image]] = {
    "I;16": _from_16_bits,
    "I;16L": _from_16_bits,
    "I;16B": lambda picture: _from_wide(picture.convert("I")),
    "I": _from_wide,
    "F": _from_wide,
}
