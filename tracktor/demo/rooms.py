"""Pictures with people close by: faces, the rail, the rooms of the ship, and inserts."""

import math

from PIL import Image, ImageDraw

from .brush import FINE, Canvas, Pen, Point, mixed, ramp
from .figures import Figure, captain, gear, head, helm, noor, osei, stand
from .scenes import sea, sky


def bokeh(canvas: Canvas, count: int, top: float = 0, bottom: float = 90) -> None:
    for size in (7, 4.5, 2.8):
        with canvas.shapes(canvas.palette.lamp, strength=0.28, blur=0.3) as pen:
            for _ in range(count // 3):
                spot = (canvas.random.uniform(0, 200), canvas.random.uniform(top, bottom))
                pen.oval(*spot, size * canvas.random.uniform(0.7, 1.2))


def face(
    canvas: Canvas,
    *,
    x: float = 92,
    scale: float = 1.12,
    mirror: bool = False,
    lights: int = 12,
    rain: int = 0,
    glass: bool = False,
    man: bool = False,
) -> None:
    """A profile against the light."""
    palette, figure = canvas.palette, captain if man else head
    sky(canvas, 100, clouds=0.5)
    side = -1 if mirror else 1
    canvas.glow(x + side * 40, 40, 80, palette.light, strength=0.75)
    bokeh(canvas, lights)
    with canvas.shapes(mixed(palette.light, palette.haze, 0.4), blur=0.5) as pen:
        figure(pen.at(x + side * 0.8, 91.4, scale=scale, mirror=mirror))
    with canvas.shapes((palette.dark, mixed(palette.dark, palette.sky[0], 0.18))) as pen:
        figure(pen.at(x, 92, scale=scale, mirror=mirror))
    if glass:
        _drops(canvas)
    if rain:
        canvas.rain(rain, slant=3)


def _drops(canvas: Canvas) -> None:
    with canvas.shapes(mixed(canvas.palette.haze, "#ffffff", 0.4), strength=0.4) as pen:
        for _ in range(34):
            x, y = canvas.random.uniform(0, 200), canvas.random.uniform(0, 96)
            pen.oval(x, y, 0.5, 0.7)
            pen.line((x, y), (x + canvas.random.uniform(-0.6, 0.6), y - canvas.random.uniform(2, 16)), width=0.22)


def rail(
    canvas: Canvas,
    *,
    x: float = 110,
    scale: float = 1.35,
    lit: int = 12,
    sun_x: float = 60,
    sun_y: float = 48,
    two: bool = False,
    nobody: bool = False,
) -> None:
    """The deck's rail with a string of lamps, `lit` of the fourteen burning from the left."""
    palette = canvas.palette
    sea(canvas, sun_x, sun_y, horizon=60)
    if not nobody:
        stand(canvas, noor, x, 104, scale=scale)
    if two:
        stand(canvas, osei, x + 34, 105, scale=scale, mirror=True)
    with canvas.shapes(palette.dark) as pen:
        for height, width in ((66, 1.7), (75, 0.7), (84, 0.7), (93, 0.7)):
            pen.line((-2, height), (202, height), width=width)
        for post in range(8, 200, 23):
            pen.box(post - 0.7, 66, post + 0.7, 100)
        pen.box(0, 98.4, 200, 100)
        string = [(left, _sag(left)) for left in range(-4, 206, 2)]
        pen.line(*string, width=0.3)
        for bulb in _bulbs():
            pen.oval(bulb[0], bulb[1], 0.9)
    canvas.lamps(_bulbs()[:lit], 0.95)


def _sag(x: float) -> float:
    return 9 + 5 * math.sin(math.pi * ((x % 67) / 67))


def _bulbs() -> list[Point]:
    return [(x, _sag(x) + 1.6) for x in range(8, 200, 14)]


def talk(
    canvas: Canvas, *, gap: float = 34, x: float = 100, scale: float = 1.45, sun_x: float = 102, back: bool = False
) -> None:
    """Noor and Osei facing the light."""
    sea(canvas, sun_x, 56, horizon=64)
    figures: tuple[Figure, Figure] = (osei, noor) if back else (noor, osei)
    stand(canvas, figures[0], x - gap / 2, 102, scale=scale)
    stand(canvas, figures[1], x + gap / 2, 102, scale=scale, mirror=True)
    canvas.haze(104, 16, canvas.palette.dark, 0.7)


def wheelhouse(
    canvas: Canvas,
    *,
    wheel_x: float = 100,
    man_x: float = 44,
    rain: int = 0,
    nobody: bool = False,
    lamps: int = 5,
    sun_x: float = 130,
) -> None:
    """Out through the three front windows, over the helm."""
    palette = canvas.palette
    sea(canvas, sun_x, 36, horizon=52)
    if rain:
        canvas.rain(rain, slant=6, strength=0.45)
        _drops(canvas)
    with canvas.shapes((mixed(palette.dark, palette.haze, 0.06), palette.dark)) as pen:
        pen.box(0, 0, 200, 100)
        hole = pen.grey(0)
        for left, right in ((12, 64), (70, 130), (136, 188)):
            hole.polygon(
                (left + 2, 12),
                (right - 2, 12),
                (right, 14),
                (right, 58),
                (right - 2, 60),
                (left + 2, 60),
                (left, 58),
                (left, 14),
            )
        if not nobody:
            osei(pen.at(man_x, 116, scale=1.75))
        helm(pen.at(wheel_x, 74), 25)
        pen.polygon((0, 82), (58, 76), (142, 76), (200, 82), (200, 100), (0, 100))
    with canvas.shapes(mixed(palette.haze, palette.dark, 0.5), strength=0.6) as pen:
        pen.line((0, 82), (58, 76), (142, 76), (200, 82), width=0.4)
    canvas.lamps([(150 + 8 * index, 88 + 2 * (index % 2)) for index in range(lamps)], 0.5)


def saloon(
    canvas: Canvas,
    *,
    x: float = 104,
    flood: float = 0,
    nobody: bool = False,
    two: bool = False,
    ticket: bool = False,
    shafts: float = 0.35,
) -> None:
    """The passengers' room with its windows and tables; `flood` is how high the water stands."""
    palette = canvas.palette
    canvas.fill((mixed(palette.dark, palette.sky[0], 0.3), mixed(palette.dark, palette.haze, 0.22), palette.dark))
    for index in range(5):
        left = 8 + index * 38
        canvas.image.paste(*_window(canvas, left))
    with canvas.shapes(palette.light, strength=shafts, blur=2) as pen:
        for index in range(5):
            left = 8 + index * 38
            pen.polygon((left + 3, 40), (left + 29, 40), (left + 44, 102), (left + 4, 102))
    with canvas.shapes(mixed(palette.dark, palette.haze, 0.1)) as pen:
        for left in (4, 62, 132, 176):
            _bench(pen.at(left, 98))
    if not nobody:
        stand(canvas, noor, x, 101, scale=1.25)
    if two:
        stand(canvas, osei, x + 36, 102, scale=1.25, mirror=True)
    if ticket:
        with canvas.shapes("#f6ead0") as pen:
            pen.at(x - 34, 95, angle=-9).polygon((-4, -1), (4, -1), (5, 1.2), (-5, 1.2))
    if flood:
        _flood(canvas, flood)


def _window(canvas: Canvas, left: float) -> tuple[Image.Image, tuple[int, int], Image.Image]:
    """The view, where it goes, and the pane with its round corners."""
    palette, size = canvas.palette, (round(32 * canvas.unit), round(24 * canvas.unit))
    pane = Image.new("L", (size[0] * FINE, size[1] * FINE))
    corners = (2, 2, pane.width - 3, pane.height - 3)
    ImageDraw.Draw(pane).rounded_rectangle(corners, radius=round(4 * canvas.unit * FINE), fill=255)
    view = ramp((*palette.sky[-3:], palette.light, palette.water[0]), size)
    return view, (round(left * canvas.unit), round(18 * canvas.unit)), pane.reduce(FINE)


def _bench(pen: Pen) -> None:
    pen.curve((0, 0), (0, -22), (4, -25), (18, -25), (22, -22), (22, 0))
    pen.box(-3, -10, 25, 4)


def _flood(canvas: Canvas, level: float) -> None:
    palette = canvas.palette
    with canvas.shapes((mixed(palette.water[0], palette.light, 0.3), palette.water[-1]), strength=1) as pen:
        surface = [(x, level + 1.2 * math.sin(x * 0.11) + 0.6 * math.sin(x * 0.31)) for x in range(-2, 204, 2)]
        pen.polygon((-2, 104), *surface, (204, 104))
    canvas.ripples(level, 100, palette.light, 0.3)


def engine(
    canvas: Canvas, *, man_x: float = 152, leak: float = 0, wheels: int = 6, nobody: bool = False, heat: float = 1
) -> None:
    """Gears and pipes in the light of the furnace; `leak` is where steam comes out."""
    palette = canvas.palette
    canvas.fill(palette.sky)
    canvas.glow(96, 60, 110, palette.light, strength=0.65 * heat, flat=0.7)
    with canvas.shapes(palette.dark, strength=0.55) as pen:
        for height in (12, 26, 58, 84):
            pen.box(0, height, 200, height + 2.4)
            for flange in range(18 + height % 23, 200, 46):
                pen.box(flange, height - 1, flange + 4, height + 3.4)
        for left in (30, 118, 186):
            pen.box(left, 0, left + 4, 100)
    with canvas.shapes(palette.dark, strength=0.9) as pen:
        for index in range(wheels):
            size = canvas.random.choice((10, 13, 17, 21))
            spot = (12 + index * 176 / max(1, wheels - 1), canvas.random.uniform(24, 66))
            gear(pen.at(*spot, angle=canvas.random.uniform(0, 40)), size, round(size * 0.9))
    if not nobody:
        stand(canvas, osei, man_x, 103, scale=1.5, mirror=man_x > 100)
    canvas.haze(104, 14, palette.dark, 0.8)
    if leak:
        with canvas.shapes("#fff1dc", strength=0.6, blur=2.2) as pen:
            for step in range(11):
                pen.oval(leak + step * 3.6, 58 - step * 3 + canvas.random.uniform(-2, 2), 1.4 + step * 0.75)


def porthole(
    canvas: Canvas,
    *,
    x: float = 100,
    radius: float = 36,
    profile: bool = False,
    sun_x: float = 112,
    below_water: bool = False,
) -> None:
    """A round window in a riveted wall."""
    palette = canvas.palette
    sea(canvas, sun_x, 44, horizon=40 if below_water else 58)
    with canvas.shapes((mixed(palette.dark, palette.haze, 0.2), palette.dark)) as pen:
        pen.box(0, 0, 200, 100)
        pen.grey(0).oval(x, 50, radius)
    with canvas.shapes((mixed(palette.haze, palette.dark, 0.45), mixed(palette.haze, palette.dark, 0.8))) as pen:
        pen.ring(x, 50, radius + 3, 6)
    with canvas.shapes(palette.dark, strength=0.8) as pen:
        for step in range(12):
            turn = math.tau * step / 12
            pen.oval(x + math.cos(turn) * (radius + 3), 50 + math.sin(turn) * (radius + 3), 1.1)
    if profile:
        with canvas.shapes(palette.dark) as pen:
            head(pen.at(x - 30, 96, scale=1.05))


def hands(canvas: Canvas, *, gap: float = 8, y: float = 52, rain: int = 0) -> None:
    """Two hands that reach for each other."""
    palette = canvas.palette
    sky(canvas, 100, clouds=0.6)
    canvas.glow(100, y, 60, palette.light, strength=0.9)
    with canvas.shapes(palette.dark) as pen:
        _hand(pen.at(100 - gap / 2, y - 3, angle=14))
        _hand(pen.at(100 + gap / 2, y + 5, angle=10, mirror=True))
    if rain:
        canvas.rain(rain)


def _hand(pen: Pen) -> None:
    """The tip of the longest finger is the origin, the arm goes left."""
    pen.curve((-130, -14), (-70, -9.5), (-42, -6.6), (-30, -8), (-20, -6.8), (-15, -3), (-15, 3.4), (-21, 6.6),
              (-32, 6.4), (-44, 5.4), (-70, 9), (-130, 16))  # fmt: skip
    for start, bend, end in (
        ((-19, -4.6), (-8, -5.6), (-1.6, -3.8)),
        ((-17, -1.6), (-7, -2), (0, 0.2)),
        ((-17, 1.6), (-8, 1.8), (-2.2, 3.8)),
        ((-19, 4.4), (-12, 5.2), (-7, 7)),
        ((-29, -6), (-20, -10.6), (-12, -11)),
    ):
        pen.line(start, bend, end, width=3)
        pen.oval(end[0], end[1], 1.5)


def ticket(canvas: Canvas, *, x: float = 104, angle: float = -12, wet: bool = False) -> None:
    """Insert: a return ticket on the planks."""
    palette = canvas.palette
    canvas.fill((mixed(palette.dark, palette.haze, 0.35), mixed(palette.dark, palette.haze, 0.16), palette.dark))
    canvas.glow(x, 46, 90, palette.light, strength=0.6, flat=0.6)
    with canvas.shapes(palette.dark, strength=0.7) as pen:
        for plank in range(-12, 13):
            pen.line((100 + plank * 9, -4), (100 + plank * 26, 104), width=0.7)
    with canvas.shapes(palette.dark, strength=0.6, blur=1.5) as pen:
        pen.at(x + 3, 57, angle=angle).box(-34, -14, 34, 15)
    with canvas.shapes((mixed("#f6ead0", palette.light, 0.2), mixed("#e4d2ac", palette.haze, 0.3))) as pen:
        paper = pen.at(x, 54, angle=angle)
        paper.box(-34, -15, 34, 15)
        paper.grey(0).oval(-34, 0, 3.4)
        paper.grey(0).oval(34, 0, 3.4)
    with canvas.shapes(mixed("#7c3f33", palette.dark, 0.2)) as pen:
        print_ = pen.at(x, 54, angle=angle)
        print_.box(-27, -10.4, 6, -7)
        print_.box(-27, -3.4, 16, -2.2)
        print_.box(-27, 1, 12, 2.2)
        print_.box(-27, 5.4, -4, 8.6)
        for dash in range(-14, 15, 4):
            print_.box(20.6, dash, 21.4, dash + 2.2)
        print_.ring(27.6, 0, 4.4, 0.9)
    if wet:
        _drops(canvas)


def lantern(canvas: Canvas, *, x: float = 96, swing: float = 0, lit: bool = True, rain: int = 0) -> None:
    """A deck lantern close by, the sea out of focus behind it."""
    palette = canvas.palette
    sea(canvas, 160, 40, horizon=70, sun=0.8)
    bokeh(canvas, 9, 20, 70)
    if lit:
        canvas.glow(x, 52, 74, palette.lamp, strength=0.75)
    with canvas.shapes((mixed(palette.dark, palette.lamp, 0.12), palette.dark)) as pen:
        lamp = pen.at(x, -8, angle=swing)
        lamp.line((0, 0), (0, 28), width=0.9)
        lamp.ring(0, 33, 6, 1.1)
        lamp.polygon((-13, 44), (-6, 36), (6, 36), (13, 44))
        lamp.box(-11, 44, 11, 84)
        lamp.polygon((-14, 84), (14, 84), (11, 90), (-11, 90))
        lamp.grey(0).box(-8, 47, -1, 81)
        lamp.grey(0).box(1, 47, 8, 81)
    if lit:
        with canvas.shapes((mixed(palette.lamp, "#ffffff", 0.6), palette.lamp), blur=0) as pen:
            lamp = pen.at(x, -8, angle=swing)
            lamp.box(-8, 47, -1, 81)
            lamp.box(1, 47, 8, 81)
        canvas.glow(x, 56, 24, palette.lamp, strength=0.9)
    if rain:
        canvas.rain(rain)
