"""The places of the film: open water, islands, storm, city, under water. Each draws on a canvas by a few numbers."""

import math

from .brush import Canvas, Pen, Point, mixed
from .figures import flock, hovering, lighthouse, place_ferry, stand
from .figures import noor as noor_figure


def sky(canvas: Canvas, horizon: float = 62, *, clouds: float = 0.5) -> None:
    palette = canvas.palette
    canvas.fill(palette.sky, 0, horizon)
    canvas.clouds(-20, horizon * 0.7, mixed(palette.sky[0], palette.dark, 0.35), strength=clouds)
    canvas.clouds(horizon * 0.2, horizon + 4, mixed(palette.light, palette.sky[-1], 0.45), strength=clouds * 0.8)


def sea(
    canvas: Canvas, x: float = 120, y: float = 50, *, horizon: float = 62, sun: float = 1, clouds: float = 0.5
) -> None:
    """Sky, sun (or moon) and water: the ground of most pictures."""
    palette = canvas.palette
    sky(canvas, horizon, clouds=clouds)
    if sun:
        canvas.glow(x, y, 62 * sun, palette.light, strength=0.55, flat=0.7)
        canvas.glow(x, y, 20 * sun, palette.light, strength=0.9)
        if y < horizon:
            with canvas.shapes(mixed(palette.light, "#ffffff", 0.35)) as pen:
                pen.oval(x, y, 3.4 * sun)
    canvas.water(horizon)
    if sun:
        canvas.path_of_light(x, horizon, 100, strength=0.75, width=10 + 8 * sun)
    canvas.haze(horizon, 9, palette.haze, 0.55)


def ferry_at_sea(
    canvas: Canvas,
    *,
    x: float = 110,
    y: float = 66,
    scale: float = 1,
    angle: float = 0,
    sun_x: float = 70,
    sun_y: float = 52,
    gulls: int = 0,
    lit: bool = True,
    mirror: bool = False,
    other: float = 0,
) -> None:
    """`other` is where a second ferry comes the other way."""
    sea(canvas, sun_x, sun_y)
    if other:
        place_ferry(canvas, other, y - 1.4, scale * 0.8, mirror=not mirror, lit=lit)
    place_ferry(canvas, x, y, scale, angle=angle, mirror=mirror, lit=lit)
    with canvas.shapes(canvas.palette.haze, strength=0.45, blur=1.6) as pen:
        side = -1 if mirror else 1
        for step in range(7):
            pen.oval(
                x - side * (7 + step * 6) * scale,
                y - (21 + step * 1.6) * scale,
                (1.6 + step) * scale,
                (1 + step * 0.4) * scale,
            )
    if gulls:
        flock(canvas, x - 10, y - 34, gulls, name=canvas.palette.dark)


def harbour(canvas: Canvas, *, x: float = 106, cranes: int = 4, scale: float = 1.5, lit: bool = True) -> None:
    sea(canvas, 150, 54, horizon=66)
    palette = canvas.palette
    with canvas.shapes(mixed(palette.dark, palette.haze, 0.25)) as pen:
        pen.box(0, 63, 200, 67.5)
        for index in range(cranes):
            _crane(
                pen.at(22 + index * 156 / max(1, cranes - 1), 64, scale=0.9 + 0.25 * (index % 2), mirror=index % 2 == 1)
            )
    canvas.haze(66, 12, palette.haze, 0.5)
    place_ferry(canvas, x, 76, scale, lit=lit)
    with canvas.shapes(palette.dark) as pen:
        for post in range(6, 200, 27):
            pen.box(post - 1.4, 90, post + 1.4, 100)
            pen.oval(post, 90, 2.2, 1.2)
        pen.box(0, 96, 200, 100)
    canvas.lamps([(post, 62.5) for post in range(14, 200, 24)], 0.45)


def _crane(pen: Pen) -> None:
    pen.line((-7, 0), (-1.4, -34), width=1)
    pen.line((7, 0), (1.4, -34), width=1)
    pen.line((-5, -10), (5, -10), width=0.6)
    pen.line((-3.4, -20), (3.4, -20), width=0.6)
    pen.line((-14, -38), (34, -46), width=1.2)
    pen.line((0, -34), (0, -50), width=1)
    pen.line((0, -50), (32, -45.5), width=0.35)
    pen.line((0, -50), (-13, -38), width=0.35)
    pen.box(-13, -39, -7, -34)
    pen.line((26, -45), (26, -26), width=0.3)


def islands(
    canvas: Canvas, *, layers: int = 5, sun_x: float = 100, sun_y: float = 28, boat_x: float = 60, boat: float = 0.42
) -> None:
    """Hills one behind the other, each darker, with fog between."""
    palette = canvas.palette
    sky(canvas, 70, clouds=0.35)
    canvas.glow(sun_x, sun_y, 60, palette.light, strength=0.6)
    canvas.glow(sun_x, sun_y, 13, palette.light, strength=0.9)
    canvas.water(78)
    for layer in range(layers):
        near = (layer + 1) / layers
        base, shift = 46 + 34 * near, canvas.random.uniform(0, 60)
        with canvas.shapes(mixed(palette.haze, palette.dark, 0.12 + 0.62 * near**1.3)) as pen:
            pen.polygon((-2, base + 4), *_hills(shift, base, 15 - 4 * near, 0.045 + 0.02 * near), (202, base + 4))
        canvas.haze(base + 1, 9, palette.haze, 0.75 - 0.3 * near)
    canvas.fill(palette.water, 82, 100)
    canvas.ripples(82, 100, mixed(palette.light, palette.haze, 0.5), 0.3)
    canvas.haze(82, 5, palette.haze, 0.6)
    if boat:
        place_ferry(canvas, boat_x, 88, boat, mirror=boat_x > 120)


def _hills(shift: float, base: float, tall: float, pace: float) -> list[Point]:
    line = []
    for x in range(-2, 204, 2):
        turn = (x + shift) * pace
        line.append(
            (
                float(x),
                base
                - tall
                * (0.5 + 0.4 * math.sin(turn) + 0.26 * math.sin(turn * 2.3 + shift) + 0.1 * math.sin(turn * 5.1)),
            )
        )
    return line


def squall(
    canvas: Canvas, *, x: float = 104, angle: float = -9, scale: float = 1.15, rain: int = 260, flash: float = 0
) -> None:
    """Waves higher than the deck; `flash` is where a lightning strikes."""
    palette = canvas.palette
    sky(canvas, 66, clouds=0.9)
    canvas.glow(x + 20, 18, 60, palette.light, strength=0.5, flat=0.6)
    if flash:
        _lightning(canvas, flash)
    for row in range(6):
        if row == 2:
            place_ferry(canvas, x, 64, scale, angle=angle)
        _wave(canvas, 53 + 9 * row, 4 + 1.6 * row, row / 5)
    canvas.rain(rain, slant=4, strength=0.42)


def _wave(canvas: Canvas, base: float, tall: float, near: float) -> None:
    """One row of the sea, with foam where it breaks."""
    palette, shift = canvas.palette, canvas.random.uniform(0, 90)
    crest: list[Point] = []
    foam: list[Point] = []
    for x in range(-2, 204):
        turn = (x + shift) * (0.2 - 0.11 * near)
        peak = (0.5 + 0.5 * math.sin(turn + 0.8 * math.sin(turn))) ** 1.8
        y = base - tall * peak - 1.4 * math.sin(turn * 0.37)
        crest.append((float(x), y))
        foam.append((float(x), y + 0.15 + max(0, peak - 0.35) * (1 + 2.4 * near) * canvas.random.uniform(0.6, 1.2)))
    front = mixed(palette.water[0], palette.dark, 0.2 + 0.6 * near)
    with canvas.shapes((mixed(front, palette.haze, 0.4), front, mixed(front, palette.dark, 0.6), palette.dark)) as pen:
        pen.polygon((-2, base + 30), *crest, (203, base + 30))
    with canvas.shapes(mixed(palette.haze, "#ffffff", 0.3), strength=0.55, blur=0.12) as pen:
        pen.polygon(*crest, *reversed(foam))


def _lightning(canvas: Canvas, x: float) -> None:
    canvas.glow(x, 26, 70, "#dfe8ff", strength=0.6)
    points, y = [(x, -2.0)], -2.0
    while y < 56:
        y += canvas.random.uniform(5, 9)
        points.append((points[-1][0] + canvas.random.uniform(-6, 6), y))
    with canvas.shapes("#dfe8ff", strength=0.8, blur=0.8) as pen:
        pen.line(*points, width=1.6)
    with canvas.shapes("#ffffff") as pen:
        pen.line(*points, width=0.6)


def beacon(
    canvas: Canvas, *, x: float = 146, boat_x: float = 44, turn: float = 0, scale: float = 1, boat: float = 0.6
) -> None:
    """The lighthouse and its beam; `turn` tilts the beam."""
    palette = canvas.palette
    sea(canvas, x, 30, horizon=70, sun=0, clouds=0.7)
    top = 74 - 36 * scale
    with canvas.shapes(palette.lamp, strength=0.5, blur=1.2) as pen:
        for side in (180, 0):
            pen.at(x, top, angle=turn + side).polygon((0, -0.6), (190, -9), (190, 11), (0, 0.6))
    with canvas.shapes(palette.dark) as pen:
        pen.curve((x - 44, 82), (x - 30, 78), (x - 22, 73), (x - 10, 71), (x + 9, 71), (x + 18, 75), (x + 34, 76),
                  (x + 60, 82), (x, 83))  # fmt: skip
        lighthouse(pen.at(x, 72, scale=scale))
    canvas.glow(x, top, 26, palette.lamp, strength=0.9)
    canvas.lamps([(x, top)], 1)
    canvas.path_of_light(x, 80, 100, strength=0.5, width=12)
    if boat:
        place_ferry(canvas, boat_x, 78, boat)


def city(
    canvas: Canvas, *, x: float = 130, boat: float = 0.9, lights: float = 0.4, towers: int = 26, moored: bool = False
) -> None:
    """A skyline with its lights in the water."""
    palette = canvas.palette
    sky(canvas, 66, clouds=0.4)
    canvas.glow(100, 62, 90, palette.light, strength=0.45, flat=0.5)
    canvas.water(66)
    windows: list[Point] = []
    for row in range(2):
        shade = mixed(palette.dark, palette.haze, 0.42 - 0.3 * row)
        with canvas.shapes(shade) as pen:
            for index in range(towers):
                left = index * 208 / towers - 5 + canvas.random.uniform(-2, 2)
                wide, tall = canvas.random.uniform(5, 10), _tower(canvas, left, row)
                pen.box(left, 66 - tall, left + wide, 67)
                if tall > 34:
                    pen.line((left + wide / 2, 66 - tall), (left + wide / 2, 58 - tall), width=0.4)
                windows += _lit(canvas, left, (wide, tall), lights * (0.5 + row))
        canvas.haze(66, 14, palette.haze, 0.35)
    with canvas.shapes(palette.lamp) as pen:
        for left, top in windows:
            pen.box(left, top, left + 0.7, top + 0.9)
    for left, _ in windows[:: max(1, len(windows) // 16)]:
        canvas.path_of_light(left, 67, 96, strength=0.5, width=2.5)
    if boat:
        place_ferry(canvas, x, 78, boat, lit=not moored)
    if moored:
        _quay(canvas)


def _quay(canvas: Canvas) -> None:
    with canvas.shapes(canvas.palette.dark) as pen:
        pen.box(0, 90, 200, 100)
        for post in range(10, 200, 32):
            pen.box(post - 1.6, 84, post + 1.6, 92)
            pen.oval(post, 84, 2.6, 1.3)


def _tower(canvas: Canvas, left: float, row: int) -> float:
    middle = 1 - abs(left - 92) / 130
    return (canvas.random.uniform(12, 30) + 16 * middle) * (1 - 0.3 * row)


def _lit(canvas: Canvas, left: float, size: Point, share: float) -> list[Point]:
    (wide, tall), spots = size, []
    for floor in range(int(tall / 2.2)):
        for column in range(int(wide / 1.7)):
            if canvas.random.random() < share * 0.5:
                spots.append((left + 0.8 + column * 1.7, 64.6 - tall + 2 + floor * 2.2))
    return [spot for spot in spots if spot[1] < 64]


def wake(canvas: Canvas, *, x: float = 118, y: float = 50, gulls: int = 4, angle: float = -6, foam: float = 1) -> None:
    """The ferry from straight above."""
    palette = canvas.palette
    canvas.fill((palette.water[0], mixed(palette.water[0], palette.water[1], 0.5), palette.water[0]))
    for shade, strength in ((mixed(palette.light, palette.water[0], 0.3), 0.3), (palette.dark, 0.22)):
        canvas.swell(shade, strength)
    with canvas.shapes("#ffffff", strength=0.55 * foam, blur=1) as pen:
        behind = pen.at(x, y, angle=angle)
        behind.polygon((-20, 0), (-150, -30), (-150, -20), (-24, 2))
        behind.polygon((-20, 0), (-150, 30), (-150, 20), (-24, -2))
        behind.polygon((-18, -3), (-150, -8), (-150, 8), (-18, 3))
    with canvas.shapes(palette.dark, strength=0.5, blur=0.8) as pen:
        pen.at(x + 1, y + 3, angle=angle).curve((-24, -7), (10, -8), (28, 0), (10, 8), (-24, 7))
    with canvas.shapes("#f1ede4") as pen:
        pen.at(x, y, angle=angle).curve((-24, -6.4), (-8, -7.4), (12, -6.8), (27, 0), (12, 6.8), (-8, 7.4), (-24, 6.4))
    with canvas.shapes("#b9a58c") as pen:
        pen.at(x, y, angle=angle).box(-19, -4.6, 10, 4.6)
    with canvas.shapes("#f8f5ee") as pen:
        pen.at(x, y, angle=angle).box(-13, -3.6, 7, 3.6)
    with canvas.shapes("#2d333b") as pen:
        pen.at(x, y, angle=angle).box(4, -3, 6.4, 3)
        pen.at(x, y, angle=angle).oval(-6, 0, 2.2)
    if gulls:
        flock(canvas, x - 26, y - 22, gulls, name="#ffffff", spread=40)


def below(
    canvas: Canvas,
    *,
    x: float = 96,
    y: float = 76,
    angle: float = 24,
    scale: float = 0.62,
    hull: float = 1,
    motes: int = 60,
) -> None:
    """Under water: rays, the hull above, somebody sinking (scale 0: nobody)."""
    palette = canvas.palette
    canvas.fill(palette.water)
    canvas.glow(100, -6, 110, palette.light, strength=0.7, flat=0.7)
    for index in range(7):
        left = 20 + index * 26 + canvas.random.uniform(-8, 8)
        wide = canvas.random.uniform(4, 11)
        with canvas.shapes(palette.light, strength=canvas.random.uniform(0.1, 0.24), blur=1.6) as pen:
            pen.polygon(
                (left, -4),
                (left + wide, -4),
                (left + wide * 2.4 + (left - 100) * 0.4, 104),
                (left + (left - 100) * 0.4, 104),
            )
    if hull:
        with canvas.shapes((palette.dark, mixed(palette.dark, palette.water[0], 0.2)), blur=0) as pen:
            pen.at(100, 0, scale=hull).curve((-86, -14), (-66, 4), (-20, 12), (40, 11), (70, 2), (92, -14))
            pen.at(100, 0, scale=hull).line((-64, 2), (-74, 13), width=2)
            pen.at(100, 0, scale=hull).oval(-75, 12, 1.4, 5)
    with canvas.shapes(mixed(palette.light, "#ffffff", 0.3), strength=0.5) as pen:
        for _ in range(motes):
            pen.oval(canvas.random.uniform(0, 200), canvas.random.uniform(10, 100), canvas.random.uniform(0.15, 0.55))
    if scale:
        with canvas.shapes(palette.dark) as pen:
            noor_figure(pen.at(x, y, scale=scale, angle=angle))
        with canvas.shapes("#ffffff", strength=0.6) as pen:
            for step in range(9):
                bubble = (x + 24 * scale + canvas.random.uniform(-3, 3), y - 34 * scale - step * 5.5)
                pen.ring(*bubble, canvas.random.uniform(0.4, 1.2), 0.3)


def birds(canvas: Canvas, *, count: int = 9, sun_x: float = 60, sun_y: float = 40, near: float = 0) -> None:
    """Only sky and gulls; `near` is the size of one in front."""
    sea(canvas, sun_x, sun_y, horizon=86)
    flock(canvas, 110, 40, count, name=canvas.palette.dark, spread=60)
    if near:
        with canvas.shapes(canvas.palette.dark) as pen:
            hovering(pen.at(124, 50, scale=near * 0.75, angle=-6))


def shore(canvas: Canvas, *, x: float = 60, scale: float = 0.7, sun_x: float = 130) -> None:
    """Noor alone on a long quay."""
    sea(canvas, sun_x, 52, horizon=66)
    with canvas.shapes(canvas.palette.dark) as pen:
        pen.polygon((-2, 84), (x + 36, 80), (x + 40, 83), (60, 100), (-2, 100))
        for post in range(6, int(x) + 36, 14):
            pen.box(post - 0.8, 74, post + 0.8, 90)
    stand(canvas, noor_figure, x, 82, scale=scale)
