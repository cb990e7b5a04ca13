"""The people and ships of the demo's pictures, as silhouettes in units of their own."""

import math
from collections.abc import Callable

from .brush import Canvas, Pen, Point

# Looking right; the middle of the shoulders is the origin.
_HEAD: tuple[Point, ...] = (
    (-46, 30), (-43, 0), (-29, -10), (-15, -15), (-12.5, -24), (-18, -34), (-22, -46), (-18, -59), (-7, -67), (5, -67),
    (13.5, -61), (17, -53.5), (17.2, -48.5), (20, -44), (23, -40), (21.6, -37.6), (19.6, -36.6), (20.9, -34.2),
    (19.6, -32.4), (20.4, -30.2), (18.6, -28.2), (18.8, -24.8), (15.4, -21.8), (9, -21), (5.6, -17.5), (7, -11.5),
    (20, -7), (33, 0), (39, 30),
)  # fmt: skip
_PONYTAIL: tuple[Point, ...] = (
    (-14, -62), (-24, -58), (-31, -46), (-31.5, -32), (-27, -18), (-23.5, -12), (-24.5, -24), (-22, -36), (-16, -46)
)  # fmt: skip
WINDOWS: tuple[Point, ...] = tuple((x, -6.6) for x in range(-24, 19, 3)) + tuple((x, -9.8) for x in range(-19, 13, 3))


def noor(pen: Pen) -> None:
    """A woman in a long coat, 41 high, feet on the origin."""
    pen.polygon((-3.3, -14), (-0.7, -14), (-0.9, -0.6), (-3, -0.6))
    pen.polygon((3.3, -14), (0.7, -14), (0.9, -0.6), (3, -0.6))
    pen.oval(-2.4, -0.8, 2, 0.9)
    pen.oval(2.4, -0.8, 2, 0.9)
    pen.curve((-1.6, -33.4), (-4.6, -31.4), (-4.2, -25), (-3.7, -22), (-5.6, -12), (0, -11.2), (5.6, -12), (3.7, -22),
              (4.2, -25), (4.6, -31.4), (1.6, -33.4))  # fmt: skip
    for side in (False, True):
        arm = pen.at(0, 0, mirror=side)
        arm.curve((-3.6, -32), (-5.6, -29), (-6.6, -22), (-7.2, -15.4), (-6, -14.6), (-5.2, -20), (-4, -26))
    pen.box(-1.1, -35, 1.1, -32)
    pen.oval(0, -37.2, 2.9, 3.6)
    pen.curve((1.2, -40.4), (4.2, -39.6), (5, -35), (4.2, -29), (3.2, -33), (2.2, -37))


def osei(pen: Pen) -> None:
    """A broad man with a captain's cap and a beard, 46 high."""
    pen.polygon((-4.6, -16), (-0.8, -16), (-1, -0.6), (-4.2, -0.6))
    pen.polygon((4.6, -16), (0.8, -16), (1, -0.6), (4.2, -0.6))
    pen.oval(-3.2, -0.8, 2.5, 1)
    pen.oval(3.2, -0.8, 2.5, 1)
    pen.curve((-2.4, -36.6), (-6.8, -34.4), (-6.6, -28), (-5.8, -22), (-6.4, -13.4), (0, -12.6), (6.4, -13.4),
              (5.8, -22), (6.6, -28), (6.8, -34.4), (2.4, -36.6))  # fmt: skip
    for side in (False, True):
        arm = pen.at(0, 0, mirror=side)
        arm.curve((-5.4, -35), (-8, -32.6), (-9, -25), (-9.4, -16.6), (-7.4, -15.6), (-6.6, -23), (-5.6, -29))
    pen.oval(0, -39.4, 3.2, 3.9)
    pen.curve((-3, -38.6), (-2.4, -34.6), (0, -33.4), (2.4, -34.6), (3, -38.6))
    pen.curve((-4.1, -42.4), (-3.9, -44.6), (0, -45.8), (3.9, -44.6), (4.1, -42.4), (0, -42))
    pen.curve((-3.4, -42.8), (1, -42.9), (5.4, -41.4), (1, -41.7))


def head(pen: Pen) -> None:
    """Noor from the side, to the shoulders; 68 above the origin."""
    pen.curve(*_HEAD)
    pen.curve(*_PONYTAIL)


def captain(pen: Pen) -> None:
    """Osei from the side: the same stance with beard and cap."""
    pen.curve(*_HEAD)
    pen.curve((18, -40), (21.4, -34), (21.6, -26), (16, -16.5), (8, -16), (4, -26))
    pen.curve((-25, -56), (-24, -66), (-10, -75), (8, -74), (19, -66), (20, -57))
    pen.polygon((-24, -60), (19, -60), (30, -52.5), (19, -53.5), (-23, -53))


def ferry(pen: Pen) -> None:
    """The Halcyon, bow to the right, 61 long; the waterline is the origin's."""
    pen.polygon((-30, -5), (-29.4, -1), (-27.5, 0.6), (24.5, 0.6), (27.5, -2.4), (31, -6.6), (22, -5.4), (8, -5))
    pen.polygon((-27.4, -8.3), (20, -8.3), (21.6, -4.8), (-28, -4.8))
    pen.polygon((-22, -11.5), (14, -11.5), (15.6, -8.2), (-23, -8.2))
    pen.polygon((4.6, -14.8), (12.6, -14.8), (14.4, -11.3), (4.6, -11.3))
    pen.polygon((-10.4, -18.4), (-5, -18.4), (-3.6, -11.3), (-9.8, -11.3))
    pen.polygon((-17.6, -15.4), (-14.4, -15.4), (-13.8, -11.3), (-17.2, -11.3))
    pen.line((9, -14), (8.4, -23), width=0.5)
    pen.line((-25, -8), (-25.6, -17), width=0.4)
    pen.line((8.4, -22.6), (-7.6, -18.4), width=0.14)
    pen.line((8.4, -22.6), (29, -6.4), width=0.14)
    pen.line((-25.5, -16.8), (-16, -15.2), width=0.14)
    for x in range(-19, 4, 7):
        pen.oval(x, -12.4, 2, 0.9)


def gull(pen: Pen) -> None:
    """Seen far away, wings up, 10 wide."""
    pen.polygon((0, 0.7), (-1, -0.5), (-2.6, -1.6), (-5, -1.9), (-2.8, -0.9), (-1, 0.5), (0, 1.4), (1, 0.5),
                (2.8, -0.9), (5, -1.9), (2.6, -1.6), (1, -0.5))  # fmt: skip


def hovering(pen: Pen) -> None:
    """A bird close by with spread wings, 60 wide, head to the left."""
    pen.curve((-8, -1), (-5, -3.6), (0, -3.4), (6, -1.6), (11, 1.4), (6, 3.2), (-2, 3), (-6, 1.6))
    pen.polygon((6, -1), (19, 3.4), (20, 7.4), (16, 7.6), (5, 3))
    pen.polygon((-7.4, -1.8), (-10, 0.4), (-7, 0.8))
    for points in (
        ((-2, -2), (-9, -9), (-20, -14), (-31, -13.6), (-24, -11), (-18, -7), (-12, -3), (-4, 2)),
        ((1, -2), (5, -10), (14, -18), (26, -21), (20, -15.6), (15, -9), (12, -3), (7, 2)),
    ):
        pen.curve(*points)


def lighthouse(pen: Pen) -> None:
    """42 high, on the origin; the lamp is at -36."""
    pen.polygon((-4.4, 0), (-2.7, -32), (2.7, -32), (4.4, 0))
    pen.box(-4, -33.4, 4, -32)
    pen.box(-2.2, -38.4, 2.2, -33)
    pen.polygon((-3.2, -38.2), (0, -42.4), (3.2, -38.2))


def gear(pen: Pen, radius: float, teeth: int) -> None:
    """A wheel of the engine about the origin."""
    pen.ring(0, 0, radius * 0.8, radius * 0.22)
    pen.oval(0, 0, radius * 0.2)
    for index in range(teeth):
        pen.at(0, 0, angle=360 * index / teeth).polygon(
            (-radius * 0.11, -radius * 0.84),
            (-radius * 0.07, -radius),
            (radius * 0.07, -radius),
            (radius * 0.11, -radius * 0.84),
        )
    for index in range(5):
        turn = math.tau * index / 5 + radius
        pen.line((0, 0), (math.cos(turn) * radius * 0.75, math.sin(turn) * radius * 0.75), width=radius * 0.1)


def helm(pen: Pen, radius: float) -> None:
    """The ship's wheel about the origin."""
    pen.ring(0, 0, radius * 0.74, radius * 0.12)
    pen.oval(0, 0, radius * 0.14)
    for index in range(8):
        turn = math.tau * index / 8
        end = (math.cos(turn) * radius, math.sin(turn) * radius)
        pen.line((0, 0), end, width=radius * 0.08)
        pen.oval(*end, radius * 0.07)


def place_ferry(
    canvas: Canvas, x: float, y: float, scale: float, *, angle: float = 0, mirror: bool = False, lit: bool = True
) -> None:
    """The ferry with its shadow on the water and, after dark, its windows."""
    with canvas.shapes(canvas.palette.dark, strength=0.42, blur=1.1) as pen:
        below = pen.at(x, y, scale=scale, mirror=mirror)
        below.polygon((-29, 0), (26, 0), (20, 4), (12, 8), (6, 5), (-4, 10), (-10, 6), (-24, 5))
    with canvas.shapes(canvas.palette.dark) as pen:
        ferry(pen.at(x, y, scale=scale, angle=angle, mirror=mirror))
    if lit:
        with canvas.shapes(canvas.palette.lamp, strength=0.7, blur=0.6 * scale) as pen:
            _windows(pen.at(x, y, scale=scale, angle=angle, mirror=mirror), 0.8)
        with canvas.shapes(canvas.palette.lamp) as pen:
            _windows(pen.at(x, y, scale=scale, angle=angle, mirror=mirror), 0.55)


def _windows(pen: Pen, half: float) -> None:
    for x, y in WINDOWS:
        pen.box(x - half, y - half, x + half, y + half)
    pen.box(6, -13.6, 12.4, -12.4)


def flock(canvas: Canvas, x: float, y: float, count: int, *, name: str, spread: float = 24) -> None:
    with canvas.shapes(name) as pen:
        for _ in range(count):
            where = (x + canvas.random.uniform(-spread, spread), y + canvas.random.uniform(-spread, spread) * 0.35)
            size, turn = canvas.random.uniform(0.35, 1.1), canvas.random.uniform(-18, 18)
            gull(pen.at(*where, scale=size, angle=turn))


Figure = Callable[[Pen], None]


def stand(canvas: Canvas, figure: Figure, x: float, y: float, *, scale: float = 1, mirror: bool = False) -> None:
    with canvas.shapes(canvas.palette.dark) as pen:
        figure(pen.at(x, y, scale=scale, mirror=mirror))
