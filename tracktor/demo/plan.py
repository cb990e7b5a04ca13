"""Who does what until when, and how far it is today: worked out from the order of the story, nothing by chance.

Days are counted from today: -3 is three days ago. Hours are those of a working day, 17.5 is half past five.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .story import ASSETS, KESTREL, SEQUENCES, DemoSequence

# Days after the sequence's first layout on which a department is due with its first shot.
LEAD = {"LAY": 0, "ANM": 9, "DMP": 12, "CFX": 13, "FX": 15, "LGT": 20, "CMP": 25}
# Days from one shot to the next.
PACE = 0.8
EVERY_SHOT = ("LAY", "ANM", "LGT", "CMP")
ARTISTS = {
    "LAY": ("tomas", "anh"),
    "ANM": ("mei-ling", "priya", "tomas"),
    "CFX": ("leila",),
    "FX": ("yusuf",),
    "DMP": ("ingrid",),
    "LGT": ("kwame", "chloe", "ben"),
    "CMP": ("zofia", "aiko", "ben"),
    "ART": ("ingrid",),
    "MOD": ("chloe",),
    "RIG": ("leila", "priya"),
    "SRF": ("kwame", "ingrid"),
    "TRK": ("anh",),
    "ROTO": ("zofia",),
}
# Minutes of work in a shot of a hundred frames.
BID = {"LAY": 240, "ANM": 960, "CFX": 480, "FX": 720, "DMP": 600, "LGT": 480, "CMP": 600}

MORNING, DAILIES, NOON, EVENING = 9.5, 11.5, 14.0, 17.5
DONE, CBB = "Approved", "Could be better"
TODO, READY, WIP, REVIEW = "Todo", "Ready to start", "In progress", "Waiting for review"
CLIENT, RETAKE, HOLD = "With client", "Retake", "On hold"


@dataclass(frozen=True)
class Step:
    """A status that a person sets: `by` is a username."""

    day: int
    hour: float
    by: str
    status: str


@dataclass(frozen=True)
class TaskPlan:
    """`key` is the entity's code and the task type's short name; `due` a day."""

    key: tuple[str, str]
    artist: str
    due: int
    days: int
    minutes: int
    priority: int = 0
    steps: tuple[Step, ...] = field(default=())


# What the notes speak of, and what else differs from the plan: the status today, and the due day where it was moved.
EXCEPTIONS: dict[tuple[str, str], tuple[str, int | None]] = {
    ("SQ010_SH0030", "LGT"): (RETAKE, 0),
    ("SQ010_SH0030", "CMP"): (REVIEW, 0),
    ("SQ010_SH0060", "CMP"): (RETAKE, -3),
    ("SQ010_SH0090", "CMP"): (CLIENT, -1),
    ("SQ010_SH0100", "DMP"): (RETAKE, -5),
    ("SQ010_SH0110", "CMP"): (CBB, -4),
    ("SQ010_SH0140", "CMP"): (CLIENT, -2),
    ("SQ010_SH0150", "FX"): (WIP, -4),
    ("SQ010_SH0150", "CMP"): (READY, 2),
    ("SQ010_SH0170", "LGT"): (CBB, -2),
    ("SQ010_SH0180", "CMP"): (RETAKE, 0),
    ("SQ020_SH0040", "CFX"): (RETAKE, 1),
    ("SQ020_SH0050", "FX"): (HOLD, -1),
    ("SQ020_SH0060", "LGT"): (REVIEW, 0),
    ("SQ020_SH0080", "DMP"): (REVIEW, 0),
    ("SQ020_SH0110", "ANM"): (RETAKE, -2),
    ("SQ020_SH0140", "FX"): (HOLD, 3),
    ("SQ020_SH0170", "ANM"): (RETAKE, 0),
    ("SQ030_SH0060", "DMP"): (HOLD, 4),
}
# Whose work the notes speak of, where it is not the one whose turn it would be.
GIVEN: dict[tuple[str, str], str] = {
    ("SQ010_SH0030", "ANM"): "mei-ling",
    ("SQ010_SH0030", "LGT"): "chloe",
    ("SQ010_SH0030", "CMP"): "zofia",
    ("SQ010_SH0040", "LGT"): "chloe",
    ("SQ010_SH0050", "ANM"): "priya",
    ("SQ010_SH0060", "CMP"): "ben",
    ("SQ010_SH0070", "CMP"): "aiko",
    ("SQ010_SH0080", "CMP"): "ben",
    ("SQ010_SH0110", "CMP"): "zofia",
    ("SQ010_SH0140", "CMP"): "aiko",
    ("SQ010_SH0150", "CMP"): "ben",
    ("SQ010_SH0170", "LGT"): "kwame",
    ("SQ010_SH0180", "CMP"): "ben",
    ("SQ020_SH0060", "LAY"): "tomas",
    ("SQ020_SH0060", "LGT"): "kwame",
    ("SQ020_SH0090", "ANM"): "mei-ling",
    ("SQ020_SH0110", "ANM"): "priya",
    ("Deck lantern", "SRF"): "ingrid",
    ("Gull", "RIG"): "leila",
}
OMITTED = "SQ010_SH0120"
HIGH, URGENT = ("SQ010_SH0030", "SQ020_SH0110", "SQ020_SH0170", "SQ030_SH0100"), ("SQ010_SH0180",)


def shot_code(sequence: DemoSequence, index: int) -> str:
    return f"{sequence.name}_SH{(index + 1) * 10:04d}"


def shot_plans() -> list[TaskPlan]:
    plans = []
    for sequence in SEQUENCES:
        for index, shot in enumerate(sequence.shots):
            for department, lead in LEAD.items():
                if department in EVERY_SHOT or department in shot.extra:
                    due = sequence.start + lead + round(index * PACE)
                    minutes = max(60, round(BID[department] * shot.frames / 100 / 60) * 60)
                    plans.append(_plan(shot_code(sequence, index), department, (index, due), minutes))
    return plans


def asset_plans() -> list[TaskPlan]:
    start, pace, lead = -43, 2.9, {"ART": 3, "MOD": 6, "RIG": 10, "SRF": 11}
    plans = []
    for index, asset in enumerate(ASSETS):
        for department in asset.tasks:
            due = start + lead[department] + round(index * pace)
            plans.append(_plan(asset.name, department, (index, due), 480))
    return plans


def kestrel_plans() -> list[TaskPlan]:
    lead = {"TRK": 0, "ROTO": 3, "ANM": 5, "FX": 7, "LGT": 10, "CMP": 14}
    artists = {"ANM": "priya", "LGT": "kwame", "CMP": "ben"}
    plans = []
    for index in range(len(KESTREL)):
        for department, days in lead.items():
            artist = artists.get(department, ARTISTS[department][0])
            line = _plan(f"KES_{(index + 1) * 10:04d}", department, (index, days - 15 + index), 480, artist=artist)
            plans.append(line)
    return plans


def by_step(lines: Iterable[TaskPlan]) -> dict[Step, list[tuple[str, str]]]:
    """The tasks that a person sets to one status at one time: done as one act."""
    steps = defaultdict(list)
    for line in lines:
        for step in line.steps:
            steps[step].append(line.key)
    return dict(steps)


def _plan(code: str, department: str, place: tuple[int, int], minutes: int, *, artist: str = "") -> TaskPlan:
    """`place` is the place in the sequence and the day on which the task would be due."""
    index, planned = place
    status, moved = EXCEPTIONS.get((code, department), ("", None))
    due = planned if moved is None else moved
    artists = ARTISTS[department]
    # In turn, but not every third shot for ever; and a shot's comp is not by who lit it.
    turn = artists[(index + index // 5 + (department == "CMP")) % len(artists)]
    days = max(2, min(6, round(minutes / 240)))
    line = TaskPlan(
        key=(code, department),
        artist=artist or GIVEN.get((code, department), turn),
        due=due,
        days=days,
        minutes=minutes,
        priority=2 if code in URGENT else 1 if code in HIGH else 0,
    )
    if code == OMITTED and due > -26:
        return line
    return replace(line, steps=_steps_to(status or _usual(index + due, due), line, is_returned=index % 5 == 2))


def _usual(number: int, due: int) -> str:
    """What a task is today by its due day; a few are late."""
    if due <= -3:
        return WIP if due > -6 and number % 7 == 4 else CBB if number % 11 == 6 else DONE
    if due < 0:
        return REVIEW if number % 3 else DONE
    if due <= 4:
        return WIP if number % 4 != 1 else READY
    return READY if due <= 8 else TODO


def _steps_to(status: str, line: TaskPlan, *, is_returned: bool) -> tuple[Step, ...]:
    """The statuses on the way to today's."""
    if status == TODO:
        return ()
    if status == READY:
        return (Step(min(line.due - line.days, -1), NOON, "ana", READY),)
    if status in {DONE, CBB} and line.due < 0:
        return _finished(status, line, is_returned=is_returned)
    started = Step(min(line.due - line.days, -2), MORNING, line.artist, WIP)
    if status == WIP:
        return (started,)
    if status == HOLD:
        return (started, Step(-1, NOON, line.artist, HOLD))
    sent = Step(-1, EVENING, line.artist, REVIEW)
    return (started, sent) if status == REVIEW else (started, sent, Step(0, DAILIES, "ana", status))


def _finished(status: str, line: TaskPlan, *, is_returned: bool) -> tuple[Step, ...]:
    """Approved on the due day, early on in the next dailies before it; some came back once."""
    due, who = _round(line.due), line.artist
    steps = [Step(_round(due - line.days - 1), MORNING, who, WIP)]
    if is_returned:
        steps += [
            Step(due - 2, EVENING - 0.5, who, REVIEW),
            Step(due - 1, DAILIES, "ana", RETAKE),
            Step(due - 1, NOON, who, WIP),
        ]
    return (*steps, Step(due - 1, EVENING, who, REVIEW), Step(due, DAILIES, "ana", status))


def _round(day: int) -> int:
    """While there was little to see, dailies were every fifth day."""
    return day - day % 5 if day < -5 else day
