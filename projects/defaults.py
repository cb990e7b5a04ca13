"""What a new studio starts with, and what each project template picks from it. Names are the field's usual ones."""

from dataclasses import dataclass

from .models import Category, ProjectKind


@dataclass(frozen=True)
class TypeDefault:
    """A task type with its department of the same name. `colour` is a department token."""

    name: str
    short_name: str
    colour: str
    shots: bool = False
    assets: bool = False


@dataclass(frozen=True)
class StatusDefault:
    name: str
    short_name: str
    category: str
    colour: str = ""
    artists_may_set: bool = True
    clients_may_set: bool = False


TASK_TYPES = (
    TypeDefault("Layout", "LAY", "lay", shots=True),
    TypeDefault("Tracking", "TRK", "tex", shots=True),
    TypeDefault("Roto and paint", "ROTO", "mod", shots=True),
    TypeDefault("Animation", "ANM", "anm", shots=True),
    TypeDefault("Creature FX", "CFX", "cfx", shots=True),
    TypeDefault("Effects", "FX", "fx", shots=True),
    TypeDefault("Matte paint", "DMP", "dmp", shots=True),
    TypeDefault("Lighting", "LGT", "lgt", shots=True),
    TypeDefault("Comp", "CMP", "cmp", shots=True),
    TypeDefault("Art", "ART", "dmp", assets=True),
    TypeDefault("Modelling", "MOD", "mod", assets=True),
    TypeDefault("Rigging", "RIG", "rig", assets=True),
    TypeDefault("Surfacing", "SRF", "tex", assets=True),
)

STATUSES = (
    StatusDefault("Todo", "Todo", Category.TODO),
    StatusDefault("Ready to start", "Ready", Category.TODO, "teal"),
    StatusDefault("In progress", "WIP", Category.WIP),
    StatusDefault("Waiting for review", "Review", Category.REVIEW),
    StatusDefault("With client", "Client", Category.REVIEW, "pink", artists_may_set=False),
    StatusDefault("Retake", "Retake", Category.RETAKE, artists_may_set=False, clients_may_set=True),
    StatusDefault("On hold", "Hold", Category.BLOCKED),
    StatusDefault("Could be better", "CBB", Category.DONE, "lime", artists_may_set=False),
    StatusDefault("Approved", "Done", Category.DONE, artists_may_set=False, clients_may_set=True),
    StatusDefault("Omitted", "Omit", Category.OMITTED, artists_may_set=False),
)

ASSET_TYPES = ("Character", "Creature", "Prop", "Vehicle", "Environment", "Effect")


@dataclass(frozen=True)
class ProjectTemplate:
    """Short names of the task types that a project of the kind starts with, shots first."""

    key: str
    label: str
    kind: str
    shots: tuple[str, ...]
    assets: tuple[str, ...] = ("ART", "MOD", "RIG", "SRF")


TEMPLATES = (
    ProjectTemplate("short", "Short film", ProjectKind.SHORT, ("LAY", "ANM", "FX", "LGT", "CMP")),
    ProjectTemplate(
        "commercial",
        "Commercial VFX",
        ProjectKind.COMMERCIAL,
        ("TRK", "ROTO", "ANM", "FX", "LGT", "CMP"),
        ("MOD", "RIG", "SRF"),
    ),
    ProjectTemplate(
        "feature",
        "Feature VFX",
        ProjectKind.FEATURE,
        ("TRK", "ROTO", "LAY", "ANM", "CFX", "FX", "DMP", "LGT", "CMP"),
    ),
    ProjectTemplate("series", "Series", ProjectKind.SERIES, ("LAY", "ANM", "FX", "LGT", "CMP")),
    ProjectTemplate(
        "game",
        "Game cinematics",
        ProjectKind.GAME,
        ("LAY", "ANM", "CFX", "FX", "LGT"),
        ("ART", "MOD", "RIG", "SRF"),
    ),
)


def template_of(key: str) -> ProjectTemplate:
    return next(template for template in TEMPLATES if template.key == key)
