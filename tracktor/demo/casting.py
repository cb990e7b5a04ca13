"""Who and what appears where: by the words of the story, and what every shot of a sequence has."""

from functools import partial

from events.services import change_set
from shots.models import Kind
from shots.services import casting_set, castings_add

from .making import Making
from .story import ASSETS, SEQUENCES

# Words of the descriptions that mean an asset, where its own name is not among them.
_MEANS = {
    "Noor": ("noor", "she", "her ", "coat"),
    "Captain Osei": ("osei", "captain"),
    "Ticket inspector": ("inspector",),
    "Return ticket": ("ticket",),
    "Deck lantern": ("lantern", "lamps"),
    "Halcyon": ("ferry", "deck", "halcyon", "hull", "bow"),
    "Squall wave": ("wave", "squall"),
    "Uncharted city": ("city", "skyline"),
    "Engine valve": ("valve", "engine"),
    "Ship's wheel": ("wheel",),
}
_WHOLE = {"SQ010": ("Halcyon",), "SQ020": ("Halcyon", "Squall wave"), "SQ030": ("Uncharted city",)}
_PARTS = {"Halcyon": (("Deck lantern", 14), ("Lifeboat", 2), ("Ship's wheel", 1))}


def plan_casting(making: Making) -> None:
    """Each sequence is cast on the day after its shots were made, the ferry's parts before that."""
    making.plan(-45, 15, partial(_parts, making))
    for sequence in SEQUENCES:
        making.plan(sequence.start - 7, 11, partial(_cast, making, sequence.name))


def _parts(making: Making) -> None:
    ana = making.people["ana"]
    for whole, parts in _PARTS.items():
        with change_set(actor=ana, label=f"Parts of {whole}", project_id=making.projects["ferry"].pk):
            for name, count in parts:
                entity, part = making.entities[whole], making.entities[name]
                castings_add(actor=ana, entities=[entity], assets=[part], count=count)


def _cast(making: Making, name: str) -> None:
    ana, project = making.people["ana"], making.projects["ferry"]
    shots = [row for row in making.entities.values() if row.kind == Kind.SHOT and row.code.startswith(f"{name}_")]
    with change_set(actor=ana, label=f"Cast of {name}", project_id=project.pk):
        whole = [making.entities[asset] for asset in _WHOLE[name]]
        castings_add(actor=ana, entities=[making.entities[name]], assets=whole)
        for shot in shots:
            assets = [making.entities[row.name] for row in ASSETS if _appears(row.name, shot.description)]
            if assets:
                made = castings_add(actor=ana, entities=[shot], assets=assets)
                for casting in made:
                    if casting.asset.name == "Gull":
                        casting_set(actor=ana, casting=casting, changes={"count": 6, "label": "crowd"})


def _appears(name: str, description: str) -> bool:
    text = description.lower()
    return any(word in text for word in _MEANS.get(name, (name.lower(),)))
