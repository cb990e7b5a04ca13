"""What the demo's pictures are painted with: gradients, light, haze, water, grain and silhouettes.

A picture is 200 units wide and 100 high. Silhouettes are drawn at twice the size and reduced, for smooth edges.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

# Pixels of a thumbnail; a banner is drawn larger.
SIZE = (640, 320)
FINE = 2
Point = tuple[float, float]
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """The time of day. `sky` from the top to the horizon, `water` from the horizon to the front."""

    sky: tuple[str, ...]
    water: tuple[str, ...]
    light: str
    dark: str
    haze: str
    lamp: str = "#ffd68a"


@dataclass(frozen=True)
class Pen:
    """Draws white shapes into a mask, in a system of its own: moved, scaled, turned, mirrored."""

    draw: ImageDraw.ImageDraw
    unit: float
    origin: Point = (0, 0)
    scale: float = 1
    angle: float = 0
    mirror: bool = False
    level: int = 255

    def at(self, x: float, y: float, *, scale: float = 1, angle: float = 0, mirror: bool = False) -> Pen:
        return replace(
            self,
            origin=self._place((x, y)),
            scale=self.scale * scale,
            angle=self.angle + angle,
            mirror=self.mirror != mirror,
        )

    def grey(self, level: int) -> Pen:
        """0 takes away, 255 covers."""
        return replace(self, level=level)

    def _place(self, point: Point) -> Point:
        x, y = (-point[0] if self.mirror else point[0]) * self.scale, point[1] * self.scale
        turn = math.radians(self.angle)
        return (
            self.origin[0] + x * math.cos(turn) - y * math.sin(turn),
            self.origin[1] + x * math.sin(turn) + y * math.cos(turn),
        )

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.unit * FINE, y * self.unit * FINE) for x, y in map(self._place, points)]

    def polygon(self, *points: Point) -> None:
        self.draw.polygon(self._pixels(points), fill=self.level)

    def curve(self, *points: Point) -> None:
        """A closed form through the points, without corners."""
        self.polygon(*smooth(points))

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        self.polygon((left, top), (right, top), (right, bottom), (left, bottom))

    def oval(self, x: float, y: float, width: float, height: float | None = None) -> None:
        """An ellipse about its middle, given by its half axes."""
        steps = [math.tau * step / 40 for step in range(40)]
        tall = width if height is None else height
        self.polygon(*((x + width * math.cos(turn), y + tall * math.sin(turn)) for turn in steps))

    def line(self, *points: Point, width: float = 1) -> None:
        thick = max(1, round(width * self.scale * self.unit * FINE))
        self.draw.line(self._pixels(points), fill=self.level, width=thick, joint="curve")

    def ring(self, x: float, y: float, radius: float, width: float) -> None:
        steps = [math.tau * step / 60 for step in range(62)]
        self.line(*((x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in steps), width=width)


def smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """A closed Catmull-Rom curve."""
    count, curve = len(points), []
    for index in range(count):
        before, start, end, after = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        for step in range(steps):
            part = step / steps
            curve.append(
                (
                    _between((before[0], start[0], end[0], after[0]), part),
                    _between((before[1], start[1], end[1], after[1]), part),
                )
            )
    return curve


def _between(four: tuple[float, float, float, float], part: float) -> float:
    before, start, end, after = four
    return 0.5 * (
        2 * start
        + (end - before) * part
        + (2 * before - 5 * start + 4 * end - after) * part**2
        + (3 * start - before - 3 * end + after) * part**3
    )


def colour(name: str) -> Colour:
    return ImageColor.getrgb(name)[:3]


def mixed(first: str, second: str, part: float) -> str:
    """`part` of the second colour in the first one."""
    pairs = zip(colour(first), colour(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def ramp(colours: Sequence[str], size: tuple[int, int], *, across: bool = False) -> Image.Image:
    """A gradient over all of the colours, downwards unless across."""
    strip = Image.new("RGB", (len(colours), 1) if across else (1, len(colours)))
    strip.putdata([colour(name) for name in colours])
    # Stretched by half a step on each end, so that it begins and ends with the pure colours.
    edge = 0.5
    box = (edge, 0, len(colours) - edge, 1) if across else (0, edge, 1, len(colours) - edge)
    return strip.resize(size, Image.Resampling.BILINEAR, box=box)


class Canvas:
    """One picture in the making. The same palette and seed give the same picture."""

    def __init__(self, palette: Palette, seed: int, size: tuple[int, int] = SIZE) -> None:
        self.palette = palette
        self.random = random.Random(seed)  # noqa: S311 - paint, no secret
        self.size, self.unit = size, size[1] / 100
        self.image = Image.new("RGB", size)

    def fill(self, colours: Sequence[str], top: float = 0, bottom: float = 100) -> None:
        first, last = round(top * self.unit), round(bottom * self.unit)
        self.image.paste(ramp(colours, (self.size[0], max(1, last - first))), (0, first))

    def paint(self, name: str, mask: Image.Image, where: tuple[int, int] = (0, 0), *, strength: float = 1) -> None:
        if strength < 1:
            mask = mask.point(partial(_times, strength))
        self.image.paste(colour(name), (*where, where[0] + mask.width, where[1] + mask.height), mask)

    def glow(self, x: float, y: float, radius: float, name: str, *, strength: float = 1, flat: float = 1) -> None:
        """Light around a point, added to what is there; `flat` under 1 makes it lie down."""
        wide, tall = round(radius * 2 * self.unit), round(radius * 2 * flat * self.unit)
        left, top = round(x * self.unit - wide / 2), round(y * self.unit - tall / 2)
        box = (max(0, left), max(0, top), min(self.size[0], left + wide), min(self.size[1], top + tall))
        falloff = Image.radial_gradient("L").point(_falloff).point(partial(_times, strength)).resize((wide, tall))
        mask = falloff.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
        light = Image.new("RGB", mask.size)
        light.paste(colour(name), (0, 0, *mask.size), mask)
        self.image.paste(ImageChops.screen(self.image.crop(box), light), box[:2])

    def haze(self, y: float, half: float, name: str, strength: float = 1) -> None:
        """A band of fog, thickest at `y`."""
        band = Image.new("L", (1, 3))
        band.putdata([0, round(255 * strength), 0])
        tall = round(half * 2 * self.unit)
        mask = band.resize((self.size[0], tall), Image.Resampling.BICUBIC)
        self.paint(name, mask, (0, round(y * self.unit) - tall // 2))

    def noise(self, cells: tuple[int, int], size: tuple[int, int]) -> Image.Image:
        coarse = Image.frombytes("L", cells, self.random.randbytes(cells[0] * cells[1]))
        return coarse.resize(size, Image.Resampling.BICUBIC)

    def clouds(self, top: float, bottom: float, name: str, *, strength: float = 0.5) -> None:
        """Streaks that fade out towards both ends."""
        tall = max(2, round((bottom - top) * self.unit))
        rough = ImageChops.add(self.noise((8, 9), (self.size[0], tall)), self.noise((24, 24), (self.size[0], tall)), 2)
        fade = ramp(("#000000", "#ffffff", "#000000"), (self.size[0], tall)).convert("L")
        mask = ImageChops.multiply(rough.point(_clumps), fade)
        self.paint(name, mask, (0, round(top * self.unit)), strength=strength)

    def water(self, top: float, bottom: float = 100, ripple: float = 0.5) -> None:
        """The sea from the horizon down: fine lines far away, broad ones in front."""
        self.fill(self.palette.water, top, bottom)
        self.ripples(top, bottom, mixed(self.palette.light, self.palette.water[0], 0.4), 0.42 * ripple)
        self.ripples(top, bottom, self.palette.dark, 0.5 * ripple)

    def ripples(self, top: float, bottom: float, name: str, strength: float) -> None:
        tall = round((bottom - top) * self.unit)
        mask = Image.new("L", (self.size[0], tall))
        for part, rows, columns in ((0.25, 22, 40), (0.6, 16, 18), (1.0, 12, 9)):
            end, start = round(tall * part), max(0, round(tall * (part - 0.4)))
            if end - start > 1:
                band = self.noise((columns, rows), (self.size[0], end - start)).point(_crests)
                mask.paste(band, (0, start))
        self.paint(name, mask, (0, round(top * self.unit)), strength=strength)

    def swell(self, name: str, strength: float) -> None:
        """The sea from above: small waves everywhere."""
        rough = ImageChops.add(self.noise((50, 60), self.size), self.noise((110, 130), self.size), 2)
        self.paint(name, rough.point(_crests), strength=strength)

    def path_of_light(self, x: float, top: float, bottom: float, *, strength: float = 0.7, width: float = 14) -> None:
        """The sun's or a lamp's way over the water."""
        size = (round(width * 2 * self.unit), max(2, round((bottom - top) * self.unit)))
        streak = self.noise((5, 34), size).point(_crests)
        side = ramp(("#000000", "#ffffff", "#000000"), size, across=True).convert("L")
        down = ramp(("#ffffff", "#666666", "#000000"), size).convert("L")
        mask = ImageChops.multiply(ImageChops.multiply(streak, side), down)
        where = (round((x - width) * self.unit), round(top * self.unit))
        self.paint(self.palette.light, mask, where, strength=strength)

    @contextmanager
    def shapes(self, name: str | Sequence[str], *, strength: float = 1, blur: float = 0) -> Iterator[Pen]:
        """Draw silhouettes of one colour, or of a gradient down their own height."""
        mask = Image.new("L", (self.size[0] * FINE, self.size[1] * FINE))
        yield Pen(ImageDraw.Draw(mask), self.unit)
        drawn, where = _reduced(mask, round(blur * self.unit * 3))
        if drawn and blur:
            drawn = drawn.filter(ImageFilter.GaussianBlur(blur * self.unit))
        if drawn and isinstance(name, str):
            self.paint(name, drawn, where, strength=strength)
        elif drawn:
            self.image.paste(ramp(name, drawn.size), where, drawn)

    @contextmanager
    def solid(self, name: str, *, light: float = 0.45, shade: float = 0.55) -> Iterator[Pen]:
        """Draw a rounded thing: lit from the left, in its own shadow on the right."""
        mask = Image.new("L", (self.size[0] * FINE, self.size[1] * FINE))
        yield Pen(ImageDraw.Draw(mask), self.unit)
        tones = (
            mixed(name, "#fff4e0", light * 0.5),
            mixed(name, "#fff4e0", light),
            name,
            mixed(name, "#101420", shade),
        )
        drawn, where = _reduced(mask, 0)
        if drawn:
            self.image.paste(ramp(tones, drawn.size, across=True), where, drawn)

    def lamps(self, points: Sequence[Point], size: float = 0.6, name: str | None = None) -> None:
        """Small lights with a halo."""
        shade = name or self.palette.lamp
        with self.shapes(shade, strength=0.9, blur=size * 1.6) as pen:
            for x, y in points:
                pen.oval(x, y, size * 2)
        with self.shapes(mixed(shade, "#ffffff", 0.5)) as pen:
            for x, y in points:
                pen.oval(x, y, size)

    def rain(self, count: int, slant: float = 5, strength: float = 0.3) -> None:
        with self.shapes(self.palette.haze, strength=strength) as pen:
            for _ in range(count):
                x, y = self.random.uniform(-5, 205), self.random.uniform(-5, 100)
                long = self.random.uniform(3, 9)
                drop = pen.grey(self.random.randint(90, 255))
                drop.line((x, y), (x - slant * long / 9, y + long), width=0.16)

    def finish(self, grain: int = 6) -> Image.Image:
        """Dark corners and a little grain, as from a camera."""
        corners = Image.radial_gradient("L").point(_corner).resize(self.size)
        self.image = ImageChops.multiply(self.image, Image.merge("RGB", (corners,) * 3))
        specks = Image.frombytes("L", self.size, self.random.randbytes(self.size[0] * self.size[1])).point(
            partial(_speck, grain)
        )
        return ImageChops.overlay(self.image, Image.merge("RGB", (specks,) * 3))


def _reduced(mask: Image.Image, pad: int) -> tuple[Image.Image | None, tuple[int, int]]:
    """What was drawn, in the picture's size and with room to blur, and where it belongs; most shapes are small."""
    box = mask.getbbox()
    if box is None:
        return None, (0, 0)
    left, top = (edge // FINE - pad for edge in box[:2])
    right, bottom = (-(-edge // FINE) + pad for edge in box[2:])
    return mask.crop((left * FINE, top * FINE, right * FINE, bottom * FINE)).reduce(FINE), (left, top)


def _times(strength: float, level: int) -> int:
    return round(level * strength)


# What Pillow's radial gradient reaches in the middle of its sides; only its corners are white.
_EDGE = 180


def _falloff(level: int) -> int:
    return round(255 * math.pow(max(0.0, 1 - level / _EDGE), 2.4))


def _clumps(level: int) -> int:
    return max(0, min(255, (level - 95) * 3))


def _crests(level: int) -> int:
    return max(0, min(255, (level - 135) * 4))


def _corner(level: int) -> int:
    return 255 - round(190 * math.pow(max(0.0, level / 255 - 0.42), 1.5))


def _speck(grain: int, level: int) -> int:
    return 128 + (level - 128) * grain // 128
