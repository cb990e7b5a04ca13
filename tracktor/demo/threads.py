"""What the people of the demo write to each other."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    day: int
    hour: float
    author: str
    body: str


@dataclass(frozen=True)
class Thread:
    """`on` is an entity's code, or code and task type; `state` what has become of it."""

    day: int
    hour: float
    author: str
    on: tuple[str, ...]
    body: str
    state: str = "open"
    replies: tuple[Reply, ...] = ()
    for_client: bool = False


THREADS = (
    Thread(
        -44,
        15,
        "ana",
        ("Halcyon",),
        "Hull stays red to the waterline, **no** stripe. The stripe was the old film.",
        "verified",
        (Reply(-43, 10, "ingrid", "Stripe is gone, rust only where water runs off the anchor."),),
    ),
    Thread(
        -42,
        11,
        "ana",
        ("Noor",),
        "Coat one size larger. She borrowed it, we never say from whom.",
        "verified",
        (
            Reply(-40, 16, "chloe", "Sleeves now cover the knuckles. @leila the cuff has its own joint."),
            Reply(-40, 17, "leila", "Saw it, rig follows tomorrow."),
        ),
    ),
    Thread(
        -41,
        14,
        "leila",
        ("Gull", "RIG"),
        "Wing fold breaks at 40°. I would rather cheat the camera than add joints.",
        "resolved",
        (Reply(-40, 9.5, "ana", "Cheat it. Nobody counts feathers in SQ010_SH0060."),),
    ),
    Thread(
        -38,
        10,
        "tomas",
        ("SQ010_SH0020", "LAY"),
        "Cranes need 4 m more height or they cross her head at 1090.",
        "verified",
        (Reply(-38, 12, "ana", "Take 5. Lens stays 35."),),
    ),
    Thread(
        -36,
        11.7,
        "ana",
        ("SQ010_SH0010", "LAY"),
        "Horizon two percent lower. The ferry should feel early, not small.",
        "verified",
    ),
    Thread(
        -34,
        16,
        "kwame",
        ("Deck lantern", "SRF"),
        "Glass is too clean for a ship of this age. Salt on the lower third?",
        "resolved",
        (Reply(-33, 10, "ingrid", "Salt on the lower third, one pane cracked."),),
    ),
    Thread(
        -31,
        11.6,
        "ana",
        ("SQ010_SH0050", "ANM"),
        "Osei blinks on *paid*. Move it past the line, he enjoys this.",
        "verified",
        (Reply(-31, 15, "priya", "Blink is at 1071 now, after the line."),),
    ),
    Thread(
        -29,
        11.6,
        "ana",
        ("SQ010_SH0030", "ANM"),
        "She counts left to right, but reads right to left. Flip the eyes.",
        "verified",
        (Reply(-28, 17, "mei-ling", "Flipped. She gets to nine and stops, as in the board."),),
    ),
    Thread(
        -27,
        14,
        "yusuf",
        ("SQ010_SH0060", "FX"),
        "Wake cache is 220 GB at full length. I keep every second frame.",
        "resolved",
        (Reply(-27, 15, "ana", "Fine for a bird's view. Full rate only where foam crosses the bow."),),
    ),
    Thread(
        -25,
        10,
        "ana",
        ("SQ010_SH0120",),
        "Cut v7 goes straight from gulls to Noor. We lose this one, keep the work.",
        "resolved",
    ),
    Thread(
        -22,
        11.5,
        "ana",
        ("SQ010_SH0040", "LGT"),
        "Rim breaks at the rail. Her hands should hold the last warm light.",
        "verified",
        (Reply(-21, 12, "chloe", "Light link on both hands, rail excluded."),),
    ),
    Thread(
        -20,
        15,
        "tomas",
        ("SQ020_SH0060", "LAY"),
        "Twenty degrees on paper feels like ten. I rolled the camera 6 more.",
        "verified",
        (Reply(-19, 9.5, "ana", "Good. Don't tell the physics people."),),
    ),
    Thread(
        -17,
        11.8,
        "ana",
        ("SQ010_SH0070", "CMP"),
        "Console lamps read as a city. Three of them, not five.",
        "verified",
        (Reply(-16, 16, "aiko", "Three, and one flickers at 1052."),),
    ),
    Thread(
        -15,
        13,
        "ingrid",
        ("Uncharted city", "ART"),
        "Three depths, no landmark. If somebody names the city, I redo it.",
        "resolved",
        (Reply(-15, 14, "ana", "Nobody named it at the client. Go."),),
        for_client=True,
    ),
    Thread(
        -14,
        11.5,
        "ana",
        ("SQ010_SH0080", "CMP"),
        "The ticket is the brightest thing in frame. Second brightest, please.",
        "verified",
        (Reply(-13, 18, "ben", "Windows up a third, ticket down a quarter. Reads second now."),),
    ),
    Thread(
        -12,
        16.5,
        "mei-ling",
        ("SQ020_SH0090", "ANM"),
        "One hand on the rail means her weight is on the left foot. Reboard?",
        "resolved",
        (
            Reply(-11, 10, "ana", "No reboard, shift her hip. @tomas camera can lose 3 cm."),
            Reply(-11, 12, "tomas", "Lost 3 cm."),
        ),
    ),
    Thread(
        -10,
        11.5,
        "ana",
        ("SQ010_SH0110", "CMP"),
        "Flock turns as one. I would like two birds that notice late.",
        "in_progress",
        (
            Reply(-9, 15, "zofia", "Two stragglers are in, from the crowd rig. Better with the next cache."),
            Reply(-4, 12, "ana", "Could be better, but it plays. Leave it unless we have a day."),
        ),
    ),
    Thread(
        -8,
        14,
        "ana",
        ("SQ020",),
        "The squall is **one** storm: wind from the left until SH0150, from the right after the turn.",
    ),
    Thread(
        -7,
        11.6,
        "ana",
        ("SQ010_SH0100", "DMP"),
        "Third island is the first one mirrored. I can see the notch.",
        "open",
        (Reply(-6, 10, "ingrid", "You would. New silhouette by Thursday."),),
    ),
    Thread(
        -6,
        15,
        "kwame",
        ("SQ010_SH0170", "LGT"),
        "Sun is on the wrong side on purpose, right? Otherwise I have a bug.",
        "resolved",
        (Reply(-6, 15.4, "ana", "On purpose. It is the first thing that is wrong."),),
    ),
    Thread(
        -5,
        12,
        "yusuf",
        ("SQ010_SH0150", "FX"),
        "Leak reads as smoke against the furnace. Trying heavier drops, one more day.",
        "in_progress",
        (Reply(-5, 13, "ana", "One day. @ben comp can start with v003."),),
    ),
    Thread(
        -4,
        11.5,
        "ana",
        ("SQ020_SH0110", "ANM"),
        "She sinks like somebody who is swimming. Let go of the arms from 1040.",
        "in_progress",
        (
            Reply(-3, 17, "priya", "Arms follow the coat now. Hair next, @leila needs the new motion."),
            Reply(-3, 17.6, "leila", "Send it over, I have Friday free."),
        ),
    ),
    Thread(
        -4,
        16,
        "ana",
        ("SQ010_SH0140", "CMP"),
        "Same name on both bows has to read for 20 frames at least.",
        "resolved",
        (Reply(-3, 11, "aiko", "24 frames, from 1031. Sharpened only the second ferry."),),
        for_client=True,
    ),
    Thread(
        -3,
        11.5,
        "ana",
        ("SQ010_SH0060", "CMP"),
        "Second gull crosses the funnel and looks painted on. Its shadow is missing on the deck.",
        "open",
        (
            Reply(-2, 10, "ben", "Shadow pass was never rendered. @kwame can I get it for 1010 to 1034?"),
            Reply(-2, 10.5, "kwame", "On the farm, tonight."),
        ),
    ),
    Thread(
        -2,
        10,
        "yusuf",
        ("SQ020_SH0140", "FX"),
        "Water level needs the final bench layout. On hold until @tomas publishes the saloon.",
    ),
    Thread(
        -2,
        14,
        "ana",
        ("SQ010_SH0090", "CMP"),
        "With the client: they ask whether the blank half is a mistake. It is not.",
        "open",
        for_client=True,
    ),
    Thread(
        -1,
        11.5,
        "ana",
        ("SQ020_SH0040", "CFX"),
        "Hair is soaked but moves dry. Twice the weight, half the bounce.",
        "open",
        (Reply(-1, 12.5, "leila", "Clumps of nine instead of four. New sim tonight."),),
    ),
    Thread(
        -1,
        14,
        "yusuf",
        ("SQ020_SH0050", "FX"),
        "Cache 4 is missing after the disk move. @ana I need the farm to run it again, else this slips.",
    ),
    Thread(
        -1,
        15,
        "tomas",
        ("SQ030_SH0060", "DMP"),
        "City waits for the cut: we don't know yet how long we look at it.",
        "open",
    ),
    Thread(
        -1,
        16,
        "anh",
        ("SQ030_SH0020", "LAY"),
        "Islands mirrored about the ferry, not about the frame. Feels *almost* right, which is the point?",
        "open",
        (Reply(-1, 16.4, "ana", "Exactly the point."),),
    ),
    Thread(
        0,
        9.6,
        "zofia",
        ("SQ010_SH0030", "CMP"),
        "Window reflections now follow the new camera. Grain matches the plate of SH0020.",
    ),
    Thread(
        0,
        11.5,
        "ana",
        ("SQ010_SH0030", "LGT"),
        "Key is half a stop hot on her cheek against SH0020. Bring it down before comp picks it up @chloe.",
        "in_progress",
        (Reply(0, 11.9, "chloe", "Key is at −0.5, fill warmer by 200 K to keep the eye. v012 is rendering."),),
    ),
    Thread(
        0,
        11.6,
        "ana",
        ("SQ010_SH0180", "CMP"),
        "Light shafts cross her face when she asks. Hold them back until 1090 @ben.\n\nEverything else is there.",
    ),
    Thread(
        0,
        11.7,
        "ana",
        ("SQ020_SH0170", "ANM"),
        "Fingers close before they touch. Four frames later, and let the thumb lead.",
    ),
    Thread(
        0,
        12,
        "kwame",
        ("SQ020_SH0060", "LGT"),
        "Beam must not read before frame 1040. It is in, at 12 %, for your eyes.",
    ),
    Thread(
        0,
        15,
        "ana",
        ("SQ010",),
        "Sequence goes to grade at the end of the week. @ben @zofia @aiko: no new ideas from here, only fixes.",
    ),
)
