"""The assets of the demo as small models on a grey ground."""

from collections.abc import Callable

from .brush import Canvas, Palette, mixed
from .figures import gear, helm

_GREY = Palette(("#7b7b7b", "#8a8a8a", "#6a6a6a"), ("#5c5c5c", "#505050"), "#ffffff", "#1c1c1c", "#909090")


def ground(seed: int) -> Canvas:
    """The studio: neutral, so that the model's colours can be judged, with a soft shadow to stand on."""
    canvas = Canvas(_GREY, seed)
    canvas.fill(("#747474", "#828282", "#6e6e6e", "#585858"))
    canvas.glow(92, 44, 90, "#ffffff", strength=0.22, flat=0.7)
    return canvas


def shadow(canvas: Canvas, width: float, y: float = 87) -> None:
    with canvas.shapes("#1c1c1c", strength=0.6, blur=2.2) as pen:
        pen.oval(103, y, width, 4)


def person(canvas: Canvas, coat: str, skin: str, hair: str) -> None:
    shadow(canvas, 25)
    with canvas.solid(coat) as pen:
        pen.curve((86, 87), (83, 62), (87, 48), (100, 44), (113, 48), (117, 62), (114, 87))
    with canvas.solid(skin) as pen:
        pen.box(96.4, 38, 103.6, 47)
        pen.oval(100, 30, 9.4, 11)
    with canvas.solid(mixed(coat, "#000000", 0.25)) as pen:
        pen.curve((90, 49), (100, 44.6), (110, 49), (100, 53))
    with canvas.solid(hair) as pen:
        pen.curve((90, 34), (89, 24), (94, 17), (104, 16.4), (110, 22), (110.6, 30), (105, 24), (97, 24), (92, 28))


def noor(canvas: Canvas) -> None:
    with canvas.solid("#2b211e") as pen:
        pen.curve((106, 22), (113, 26), (117, 38), (115, 52), (111, 58), (110, 44), (107, 34))
    person(canvas, "#c2553f", "#b98362", "#2b211e")


def osei(canvas: Canvas) -> None:
    person(canvas, "#35546e", "#6d4531", "#25344a")
    with canvas.solid("#e6e2da") as pen:
        pen.curve((91, 32), (93, 42), (100, 45.6), (107, 42), (109, 32), (104, 36), (96, 36))
    with canvas.solid("#25344a") as pen:
        pen.curve((88, 22), (89, 14), (100, 11), (111, 14), (112, 22))
    with canvas.solid("#141d2b") as pen:
        pen.curve((88, 22), (100, 19.4), (112, 22), (113, 26), (100, 23.6), (87, 26))
    with canvas.shapes("#d9a741") as pen:
        pen.oval(100, 16.6, 2)


def inspector(canvas: Canvas) -> None:
    person(canvas, "#5b6b57", "#d3b398", "#8d8a86")
    with canvas.solid("#3e4a3b") as pen:
        pen.box(88, 14, 112, 22)
        pen.curve((84, 23), (100, 20), (116, 23), (100, 26))
    with canvas.shapes("#f6ead0") as pen:
        pen.at(112, 66, angle=-16).box(-7, -4, 7, 4)


def gull(canvas: Canvas) -> None:
    shadow(canvas, 34)
    with canvas.solid("#8f979c") as pen:
        pen.curve((104, 50), (122, 36), (146, 24), (160, 24), (144, 36), (128, 52), (112, 58))
    with canvas.solid("#eceae5") as pen:
        pen.curve(
            (58, 60), (74, 50), (92, 44), (108, 44), (118, 40), (126, 44), (122, 52), (108, 62), (86, 66), (70, 65)
        )
        pen.oval(120, 43, 7.4, 6.6)
    with canvas.solid("#b5bbbe") as pen:
        pen.curve((76, 54), (92, 40), (72, 26), (48, 22), (58, 34), (66, 46))
    with canvas.shapes("#e0902f") as pen:
        pen.polygon((126, 42), (136, 45), (126, 47))
    with canvas.shapes("#1c1c1c") as pen:
        pen.oval(122, 41.4, 1.1)


def lantern_fish(canvas: Canvas) -> None:
    shadow(canvas, 30)
    with canvas.solid("#31566a") as pen:
        pen.curve((62, 52), (78, 38), (104, 34), (124, 44), (128, 54), (120, 64), (98, 72), (76, 66))
        pen.polygon((66, 52), (46, 38), (50, 54), (45, 70))
        pen.polygon((88, 38), (100, 24), (108, 37))
    with canvas.shapes("#d8e6dc") as pen:
        for step in range(6):
            pen.polygon(
                (106 + step * 3, 59 - step * 0.4),
                (107.4 + step * 3, 64 - step * 0.4),
                (108.8 + step * 3, 59 - step * 0.4),
            )
        pen.oval(114, 48, 4)
    with canvas.shapes("#10181c") as pen:
        pen.oval(115, 48, 2)
        pen.line((112, 36), (122, 20), (138, 22), width=0.9)
    canvas.glow(139, 24, 18, "#9ff0c8", strength=0.9)
    canvas.lamps([(139, 24)], 2, "#b4ffd8")


def deck_lantern(canvas: Canvas) -> None:
    shadow(canvas, 20)
    with canvas.shapes("#4a4238") as pen:
        pen.ring(100, 22, 8, 1.6)
    with canvas.solid("#6a5a46") as pen:
        pen.polygon((84, 34), (94, 25), (106, 25), (116, 34))
        pen.box(86, 34, 114, 80)
        pen.polygon((83, 80), (117, 80), (114, 87), (86, 87))
    with canvas.shapes(("#fff3c4", "#f4c25a")) as pen:
        pen.box(90, 38, 98.6, 76)
        pen.box(101.4, 38, 110, 76)
    canvas.glow(100, 56, 40, "#ffd98a", strength=0.5)


def wheel(canvas: Canvas) -> None:
    shadow(canvas, 26)
    with canvas.solid("#4c3322") as pen:
        pen.polygon((95, 50), (105, 50), (110, 87), (90, 87))
    with canvas.solid("#8d5a33") as pen:
        helm(pen.at(100, 46), 35)
    with canvas.solid("#d5a548") as pen:
        pen.oval(100, 46, 5)


def return_ticket(canvas: Canvas) -> None:
    shadow(canvas, 40, 80)
    with canvas.solid("#eadbb8", light=0.3, shade=0.25) as pen:
        paper = pen.at(100, 52, angle=-8)
        paper.box(-42, -19, 42, 19)
        paper.grey(0).oval(-42, 0, 4)
        paper.grey(0).oval(42, 0, 4)
    with canvas.shapes("#8a4336") as pen:
        text = pen.at(100, 52, angle=-8)
        text.box(-34, -13, 8, -8.6)
        text.box(-34, -4, 18, -2.6)
        text.box(-34, 1.4, 12, 2.8)
        text.box(-34, 8, -6, 12)
        for dash in range(-18, 17, 5):
            text.box(24.6, dash, 25.6, dash + 2.8)
        text.ring(33, 0, 4.8, 1)


def buoy(canvas: Canvas) -> None:
    shadow(canvas, 28)
    with canvas.solid("#c2452f") as pen:
        pen.curve((76, 80), (80, 70), (100, 67), (120, 70), (124, 80), (112, 88), (88, 88))
    with canvas.solid("#e0872e") as pen:
        pen.polygon((86, 70), (94, 34), (106, 34), (114, 70))
    with canvas.solid("#f1ede4") as pen:
        pen.polygon((89.4, 55), (91.8, 44), (108.2, 44), (110.6, 55))
    with canvas.shapes("#3b3b3b") as pen:
        pen.box(95, 25, 105, 34)
    canvas.glow(100, 22, 18, "#ffe08a", strength=0.8)
    canvas.lamps([(100, 22)], 2)


def halcyon(canvas: Canvas) -> None:
    shadow(canvas, 66)
    with canvas.solid("#d99a3c") as pen:
        pen.polygon((84, 20), (96, 20), (98, 38), (84, 38))
    with canvas.shapes("#2b2b2b") as pen:
        pen.polygon((84, 20), (96, 20), (96.5, 25), (84, 25))
        pen.line((126, 40), (124, 14), width=0.9)
    with canvas.solid("#ece8df", shade=0.35) as pen:
        pen.polygon((58, 46), (132, 46), (138, 58), (54, 58))
        pen.polygon((68, 36), (120, 36), (126, 46), (66, 46))
        pen.polygon((110, 28), (127, 28), (132, 36), (110, 36))
    with canvas.solid("#b4412f") as pen:
        pen.polygon((42, 58), (162, 53), (152, 72), (142, 84), (50, 84), (44, 74))
    with canvas.shapes("#22303c") as pen:
        for x in range(62, 132, 7):
            pen.box(x, 49.6, x + 4, 53.6)
        for x in range(72, 108, 7):
            pen.box(x, 39, x + 4, 43)
        pen.box(112, 30, 127, 33.4)


def lifeboat(canvas: Canvas) -> None:
    shadow(canvas, 56)
    with canvas.solid("#d8702a") as pen:
        pen.curve((46, 54), (66, 58), (100, 59), (136, 58), (156, 52), (146, 72), (122, 84), (80, 84), (56, 74))
    with canvas.solid("#ebe6da", shade=0.35) as pen:
        pen.curve((62, 57), (68, 42), (84, 36), (112, 36), (128, 42), (136, 56), (100, 60))
    with canvas.shapes("#2c3640") as pen:
        for x in (78, 92, 106, 120):
            pen.oval(x, 48, 3)
    with canvas.shapes("#f4efe2") as pen:
        pen.line((58, 70), (144, 68), width=1.4)


def pilothouse(canvas: Canvas) -> None:
    shadow(canvas, 46)
    with canvas.solid("#d8d4c9", shade=0.4) as pen:
        pen.polygon((64, 40), (136, 34), (136, 87), (64, 87))
    with canvas.solid("#a83d2d") as pen:
        pen.polygon((58, 36), (142, 28), (142, 34), (58, 42))
    with canvas.shapes(("#6f93a8", "#33566e")) as pen:
        for left in (70, 93, 116):
            pen.polygon((left, 47 - left * 0.02), (left + 18, 46 - left * 0.04), (left + 18, 62), (left, 62))
    with canvas.solid("#7d5a3b") as pen:
        pen.box(92, 68, 108, 87)
    with canvas.shapes("#2f2f2f") as pen:
        pen.line((120, 30), (120, 12), width=1)
        pen.line((112, 18), (128, 18), width=0.8)


def tower(canvas: Canvas) -> None:
    shadow(canvas, 34)
    with canvas.solid("#57534c") as pen:
        pen.curve((64, 88), (74, 78), (92, 74), (112, 74), (128, 79), (136, 88), (100, 92))
    with canvas.solid("#ece8df") as pen:
        pen.polygon((88, 78), (93, 30), (107, 30), (112, 78))
    with canvas.solid("#bb4432") as pen:
        pen.polygon((89, 68), (90.2, 57), (109.8, 57), (111, 68))
        pen.polygon((91.2, 47), (92.2, 37), (107.8, 37), (108.8, 47))
    with canvas.shapes("#fff0b8") as pen:
        pen.box(95, 20, 105, 29)
    with canvas.solid("#3d3a38") as pen:
        pen.box(90, 28, 110, 31)
        pen.polygon((92, 20), (100, 11), (108, 20))
    canvas.glow(100, 24, 40, "#ffe9a8", strength=0.6)


def town(canvas: Canvas) -> None:
    shadow(canvas, 64, 86)
    towers = ((44, 26, 46), (60, 18, 62), (72, 22, 38), (88, 20, 74), (102, 24, 52), (120, 18, 66), (132, 26, 40))
    for index, (left, wide, tall) in enumerate(towers):
        with canvas.solid(("#4a5068", "#5b5474", "#3f4a60")[index % 3]) as pen:
            pen.box(left, 87 - tall, left + wide, 87)
    with canvas.shapes("#ffd68a") as pen:
        for left, wide, tall in towers:
            for floor in range(int(tall / 7) - 1):
                for column in range(int(wide / 6)):
                    if canvas.random.random() < 0.45:
                        pen.box(
                            left + 3 + column * 6, 92 - tall + floor * 7, left + 5.4 + column * 6, 95 - tall + floor * 7
                        )


def wave(canvas: Canvas) -> None:
    shadow(canvas, 56)
    with canvas.solid("#2f6d7e") as pen:
        pen.curve((40, 87), (58, 78), (72, 58), (88, 34), (112, 22), (134, 26), (144, 40), (138, 50), (128, 44),
                  (116, 44), (110, 56), (116, 72), (134, 82), (160, 87), (100, 89))  # fmt: skip
    with canvas.solid("#e8f1ef", shade=0.2) as pen:
        pen.curve(
            (84, 38), (100, 25), (118, 20), (136, 24), (147, 38), (142, 54), (137, 44), (128, 34), (114, 30), (98, 34)
        )
    with canvas.shapes("#eef5f3") as pen:
        for x, y, size in ((150, 48, 2), (144, 60, 1.4), (154, 34, 1.5), (138, 62, 1), (128, 14, 1.3), (149, 70, 1.1)):
            pen.oval(x, y, size)


def valve(canvas: Canvas) -> None:
    shadow(canvas, 30)
    with canvas.solid("#8a6a35") as pen:
        pen.box(58, 62, 142, 78)
        pen.box(54, 58, 62, 82)
        pen.box(138, 58, 146, 82)
        pen.polygon((90, 64), (94, 44), (106, 44), (110, 64))
    with canvas.solid("#a5402e") as pen:
        gear(pen.at(100, 32), 21, 14)


MODELS: dict[str, Callable[[Canvas], None]] = {
    "buoy": buoy,
    "deck_lantern": deck_lantern,
    "gull": gull,
    "halcyon": halcyon,
    "inspector": inspector,
    "lantern_fish": lantern_fish,
    "lifeboat": lifeboat,
    "noor": noor,
    "osei": osei,
    "pilothouse": pilothouse,
    "return_ticket": return_ticket,
    "tower": tower,
    "town": town,
    "valve": valve,
    "wave": wave,
    "wheel": wheel,
}
