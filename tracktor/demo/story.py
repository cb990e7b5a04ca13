"""Who works on the demo production, and what the film tells, shot by shot."""

from dataclasses import dataclass, field

from .drawings import Picture

PASSWORD = "tracktor-demo"  # noqa: S105 - public on purpose; the launcher serves the demo on loopback only


@dataclass(frozen=True)
class DemoPerson:
    """`departments` are short names of the catalogue; the first one is the main one."""

    username: str
    full_name: str
    role: str
    departments: tuple[str, ...] = ()
    on_kestrel: bool = False


ADMINISTRATOR = DemoPerson("admin", "Amara Okafor", "")
OWNER = DemoPerson("ana", "Ana Ferreira", "owner", (), on_kestrel=True)
MEMBERS = (
    DemoPerson("ben", "Ben Whitaker", "contributor", ("CMP", "LGT"), on_kestrel=True),
    DemoPerson("vic", "Vic Laurent", "viewer"),
    DemoPerson("tomas", "Tomás Herrera", "contributor", ("LAY", "ANM")),
    DemoPerson("anh", "Anh Nguyễn", "contributor", ("LAY", "TRK"), on_kestrel=True),
    DemoPerson("mei-ling", "Mei-Ling Zhou", "contributor", ("ANM",)),
    DemoPerson("priya", "Priya Raghunathan", "contributor", ("ANM", "RIG"), on_kestrel=True),
    DemoPerson("leila", "Leila Haddad", "contributor", ("CFX", "RIG")),
    DemoPerson("yusuf", "Yusuf Demir", "contributor", ("FX",), on_kestrel=True),
    DemoPerson("ingrid", "Ingrid Solberg", "contributor", ("DMP", "ART", "SRF")),
    DemoPerson("kwame", "Kwame Mensah", "contributor", ("LGT", "SRF"), on_kestrel=True),
    DemoPerson("chloe", "Chloé Marchetti", "contributor", ("LGT", "MOD")),
    DemoPerson("zofia", "Zofia Wiśniewska", "contributor", ("CMP", "ROTO"), on_kestrel=True),
    DemoPerson("aiko", "Aiko Tanaka", "contributor", ("CMP",)),
)


# Who has given a picture instead of initials: scene, time of day, how.
PORTRAITS: dict[str, tuple[str, str, dict[str, object]]] = {
    "ana": ("face", "ember", {"x": 100}),
    "chloe": ("face", "city", {"x": 98, "mirror": True, "lights": 8}),
    "kwame": ("islands", "dawn", {"boat": 0, "layers": 5, "sun_x": 100}),
}


@dataclass(frozen=True)
class DemoShot:
    """`frames` is the length; `extra` the departments beside those that every shot needs."""

    frames: int
    description: str
    picture: Picture
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoSequence:
    """`start` is the day, counted from today, on which the first layout is due."""

    name: str
    description: str
    start: int
    shots: tuple[DemoShot, ...]


@dataclass(frozen=True)
class DemoAsset:
    """`model` names the drawing in still_lifes.MODELS."""

    name: str
    asset_type: str
    model: str
    description: str
    tasks: tuple[str, ...] = field(default=("ART", "MOD", "SRF"))


_BODY, _HAIR, _SEA, _PAINT = ("CFX",), ("CFX", "FX"), ("FX",), ("DMP",)
_SEA_PAINT = ("FX", "DMP")


def _shot(frames: int, description: str, look: str, extra: tuple[str, ...] = (), **how: object) -> DemoShot:
    """`look` is scene and palette: "ferry dawn"."""
    scene, palette = look.split()
    return DemoShot(frames, description, Picture(scene, palette, how), extra)


DEPARTURE = (
    _shot(136, "The Halcyon leaves at first light", "ferry dawn", _SEA_PAINT, x=118, sun_x=70, gulls=3),
    _shot(126, "Cranes fold like herons behind her", "harbour dawn", _PAINT),
    _shot(152, "Noor counts the windows", "face dawn", _BODY),
    _shot(141, "Alone at the stern rail", "rail dawn", _BODY, x=124, lit=14),
    _shot(108, "Osei: “You paid for both ways?”", "talk dawn", _BODY),
    _shot(77, "Wake from above, gulls cross frame", "wake morning", _SEA, gulls=6),
    _shot(90, "Osei sets the wheel by hand", "wheelhouse dawn"),
    _shot(86, "Empty saloon, ticket on the floor", "saloon dawn", nobody=True, ticket=True),
    _shot(48, "Insert: the return half is blank", "ticket dawn"),
    _shot(90, "First islands out of the haze", "islands dawn", _PAINT, sun_x=130, sun_y=34),
    _shot(72, "Gulls turn back, all at once", "birds morning", _PAINT, count=16, near=1.3),
    _shot(105, "Halcyon alone, flat water", "ferry noon", _SEA, x=96, scale=0.55, sun_x=150, sun_y=30, lit=False),
    _shot(66, "Noor sees the second ferry", "face morning", _BODY, mirror=True, x=112, lights=9),
    _shot(
        94, "The same name on its bow", "ferry morning", _SEA_PAINT, x=58, scale=0.8, sun_x=104, other=150, lit=False
    ),
    _shot(189, "Engine room, one valve leaks", "engine ember", _SEA, leak=66, man_x=154),
    _shot(82, "Osei does not look up", "face slate", _BODY, man=True, x=84, lights=6),
    _shot(60, "Porthole: the sun on the wrong side", "porthole morning", profile=True, x=120, sun_x=128),
    _shot(118, "Noor asks, nobody answers", "saloon slate", _BODY, x=92, two=True),
    _shot(68, "Lamps on, bow to stern", "rail slate", _SEA, x=70, lit=7, sun_x=150, sun_y=40),
    _shot(160, "Fog takes the horizon", "islands fog", _SEA_PAINT, sun_x=76, boat_x=128),
)

SQUALL = (
    _shot(62, "Squall line, first hit", "squall slate", _SEA, angle=-6, rain=150),
    _shot(96, "Wheelhouse glass streams", "wheelhouse storm", _SEA, rain=180, man_x=60),
    _shot(85, "Osei below, valve bursts", "engine ember", _SEA, leak=104, man_x=60, heat=1.3),
    _shot(162, "Noor, hair soaked, decides", "face storm", _HAIR, rain=260, lights=6),
    _shot(54, "Lightning, and the second ferry is gone", "squall storm", _SEA, flash=52, x=128, angle=-7),
    _shot(75, "Ferry rolls twenty degrees", "squall night", _SEA, angle=-20, scale=1.3, x=96),
    _shot(44, "A lantern tears loose", "lantern storm", _SEA, swing=-17, x=112, rain=220),
    _shot(76, "The light that should not be there", "beacon storm", _SEA_PAINT, x=150, scale=0.7, boat_x=50),
    _shot(101, "Noor at the rail, one hand", "rail storm", _HAIR, x=146, scale=1.5, lit=4, sun_x=40),
    _shot(38, "The rail, empty", "rail night", _SEA, nobody=True, lit=3, sun_x=120),
    _shot(162, "Under the hull, she sinks", "below deep", _HAIR),
    _shot(52, "Her ticket, still dry", "ticket deep", _SEA, x=96, angle=14, wet=True),
    _shot(110, "Lantern fish rise to look", "below green", _HAIR, x=128, y=64, scale=0.5, angle=52, hull=0, motes=190),
    _shot(68, "Saloon floods to the windows", "saloon storm", _SEA, nobody=True, flood=47, shafts=0.5),
    _shot(88, "Osei turns the ship around", "wheelhouse night", _SEA, rain=120, man_x=100, wheel_x=112, sun_x=60),
    _shot(71, "Into the wave, bow first", "squall storm", _SEA, angle=-26, scale=1.6, x=88, rain=340),
    _shot(128, "Hand reaches hand", "hands storm", _HAIR, rain=240),
    _shot(116, "On deck, both breathing", "talk storm", _BODY, gap=26, back=True),
    _shot(43, "Lighthouse beam sweeps deck", "beacon night", _SEA, turn=4, x=138, boat_x=40, boat=0.75),
    _shot(51, "Noor breathes", "face night", _BODY, mirror=True, x=108, scale=1.25),
    _shot(92, "Pumps hold, engine coughs", "engine ember", _SEA, nobody=True, wheels=7, heat=0.7),
    _shot(104, "The last gust leaves", "squall slate", _SEA, angle=-2, rain=30, scale=0.8, x=120),
)

OTHER_SIDE = (
    _shot(159, "Calm: oil-green water from above", "wake green", _SEA, x=128, angle=3, gulls=0, foam=0.5),
    _shot(164, "Islands again, the wrong way round", "islands green", _PAINT, sun_x=150, boat_x=150),
    _shot(181, "Lamps one by one go out", "rail night", _SEA, x=86, lit=6, sun_x=130),
    _shot(97, "Osei winds a watch that has stopped", "face violet", _BODY, man=True, mirror=True, x=116, lights=9),
    _shot(83, "Porthole: lights under the water", "porthole green", _SEA, x=92, profile=True, sun_x=110),
    _shot(55, "A city nobody charted", "city city", _PAINT, boat=0.5, x=60),
    _shot(121, "Noor: “Is that where it goes?”", "talk violet", _BODY, gap=40),
    _shot(99, "Halcyon in the harbour mouth", "ferry violet", _SEA_PAINT, x=84, scale=1.2, sun_x=150, sun_y=50),
    _shot(70, "Windows lit, streets empty", "city violet", _PAINT, boat=0, lights=0.75),
    _shot(148, "They moor without a sound", "city city", _PAINT, boat=1.35, x=104, moored=True, lights=0.3),
    _shot(133, "The inspector takes her ticket", "saloon violet", _BODY, x=80, two=True, shafts=0.25),
    _shot(46, "Insert: he keeps the wrong half", "ticket violet", (), x=110, angle=8),
    _shot(78, "Gulls on every mast", "birds violet", _PAINT, count=22, sun_x=140, sun_y=60),
    _shot(112, "Osei stays at the wheel", "wheelhouse violet", (), man_x=150, wheel_x=140, sun_x=60),
    _shot(144, "Noor on the quay, she does not turn", "shore violet", _BODY, x=66),
    _shot(64, "The lantern goes ashore with her", "lantern city", (), x=78, swing=5),
    _shot(127, "The Halcyon casts off, no one aboard", "ferry night", _SEA, x=110, lit=False, sun_x=160, sun_y=22),
    _shot(
        190, "Two ferries pass in the dawn", "ferry dawn", _SEA_PAINT, x=60, scale=0.9, other=150, sun_x=104, sun_y=56
    ),
)

SEQUENCES = (
    DemoSequence("SQ010", "Departure", -38, DEPARTURE),
    DemoSequence("SQ020", "The squall", -24, SQUALL),
    DemoSequence("SQ030", "The other side", -9, OTHER_SIDE),
)

_RIGGED = ("ART", "MOD", "RIG", "SRF")
ASSETS = (
    DemoAsset("Noor", "Character", "noor", "Twenty-six, travels light. The coat is one size too large.", _RIGGED),
    DemoAsset("Captain Osei", "Character", "osei", "Never in a hurry. Beard by groom, cap by props.", _RIGGED),
    DemoAsset("Ticket inspector", "Character", "inspector", "Seen in SQ030 only, always from the waist up.", _RIGGED),
    DemoAsset("Gull", "Creature", "gull", "Hero bird and crowd from one rig.", _RIGGED),
    DemoAsset("Lantern fish", "Creature", "lantern_fish", "Lights up her face in SQ020_SH0130.", _RIGGED),
    DemoAsset("Deck lantern", "Prop", "deck_lantern", "Fourteen on the string, one that tears loose."),
    DemoAsset("Ship's wheel", "Prop", "wheel", "Turns two and a half times, lock to lock.", _RIGGED),
    DemoAsset("Return ticket", "Prop", "return_ticket", "Dry and wet version. The return half stays blank."),
    DemoAsset("Engine valve", "Prop", "valve", "Leaks in SQ010, bursts in SQ020."),
    DemoAsset("Harbour buoy", "Prop", "buoy", "Background only."),
    DemoAsset(
        "Halcyon", "Vehicle", "halcyon", "The ferry: hull, decks, lamps. The second ferry is the same model.", _RIGGED
    ),
    DemoAsset("Lifeboat", "Vehicle", "lifeboat", "Hangs on the port side, number 3."),
    DemoAsset("Lighthouse", "Environment", "tower", "Rock, tower and beam. The beam is a light rig of its own."),
    DemoAsset("Uncharted city", "Environment", "town", "Skyline in three depths, windows by a seed."),
    DemoAsset("Squall wave", "Effect", "wave", "Six wave shapes that the squall is built from.", ("ART", "MOD")),
)

KESTREL = (
    _shot(74, "Ridge at dawn, one light in a tent", "islands dawn", boat=0, sun_x=60, layers=6),
    _shot(52, "The kestrel hangs in the wind", "birds slate", near=2.2, count=1, sun_x=40),
    _shot(61, "Collar up, first drops", "face slate", rain=160, lights=0),
    _shot(48, "Rain beads on the sleeve", "face morning", glass=True, mirror=True, x=120, lights=3, scale=1.4),
    _shot(66, "City under the cloud", "city slate", boat=0, lights=0.2),
    _shot(38, "The kestrel drops", "birds storm", near=3, count=0, sun_x=150),
    _shot(81, "Alone on the landing stage", "shore morning", x=84, scale=0.85),
    _shot(96, "Pack shot, name out of the fog", "islands fog", boat=0, sun_x=100, layers=4),
)
