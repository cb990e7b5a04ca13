"""Settings of a project and of the studio: task types, statuses, asset types, rules."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from accounts.models import Department
from projects.models import TaskStatus, TaskType
from tests.roles import MANAGE, NO, OWNER_DOES, SIGNED_IN, Answers

if TYPE_CHECKING:
    from accounts.models import User
    from tests.world import World

# Everybody reads the studio's catalogue, administrators change it.
ADMIN: Answers = (302, 403, 403, 403, 403, 200)
ADMIN_DOES: Answers = (302, 403, 403, 403, 403, 302)

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "projects:pipeline-list": (MANAGE, NO),
    "projects:pipeline-add": (NO, OWNER_DOES),
    "projects:pipeline-create": (MANAGE, OWNER_DOES),
    "projects:pipeline-order": (NO, OWNER_DOES),
    "projects:pipeline-update": (MANAGE, OWNER_DOES),
    "projects:pipeline-remove": (MANAGE, OWNER_DOES),
    "projects:notes-policy": (MANAGE, OWNER_DOES),
    "projects:naming-update": (MANAGE, OWNER_DOES),
    "projects:catalogue": (SIGNED_IN, NO),
    "projects:catalogue-list": (SIGNED_IN, NO),
    "projects:catalogue-create": (ADMIN, ADMIN_DOES),
    "projects:catalogue-order": (NO, ADMIN_DOES),
    "projects:catalogue-update": (ADMIN, ADMIN_DOES),
    "projects:catalogue-remove": (ADMIN, ADMIN_DOES),
    "projects:department-list": (SIGNED_IN, NO),
    "projects:department-create": (ADMIN, ADMIN_DOES),
    "projects:department-order": (NO, ADMIN_DOES),
    "projects:department-update": (ADMIN, ADMIN_DOES),
    "projects:department-remove": (ADMIN, ADMIN_DOES),
}


def _type(short_name: str) -> TaskType:
    return TaskType.objects.studio().get(short_name=short_name)


def _line(world: "World", short_name: str = "ANM") -> int:
    return world.project.pipeline_task_types.get(task_type=_type(short_name)).pk


def _row(world: "World") -> int:
    """A status that nothing uses: the project's own, where it has one."""
    own = TaskStatus.objects.filter(project=world.project).first()
    return (own or TaskStatus.objects.studio().get(short_name="CBB")).pk


def _department(world: "World") -> int:
    """One that nothing has yet; in the other world, as the studio has none, one that is not there."""
    if world.project.code == "canary":
        return 999_999
    given = {"name_key": "editorial", "name": "Editorial", "short_name": "EDIT", "order": 90}
    return Department.objects.get_or_create(name_key="editorial", defaults=given)[0].pk


def _status(world: "World") -> dict[str, Any]:
    return {"name": "Tech fix", "short_name": "Tech", "category": "retake", "colour": "orange"}


def _renamed(world: "World") -> dict[str, Any]:
    return {f"row-{name}": value for name, value in _status(world).items()}


def _naming(world: "World") -> dict[str, Any]:
    kinds = ("episode", "sequence", "shot", "asset")
    data: dict[str, Any] = {f"{kind}_{name}": "10" for kind in kinds for name in ("first", "step")}
    return data | {"shot_pattern": "SH####", "first_frame": "1001", "handles": "8", "rev": world.project.rev}


POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "projects:pipeline-add": lambda world: {"row": _type("ROTO").pk},
    "projects:pipeline-create": lambda world: {
        "name": "Look development",
        "short_name": "LOOK",
        "department": _type("SRF").department_id,
        "colour": "tex",
        "kinds": ["assets"],
    },
    "projects:pipeline-order": lambda world: {"moved": _line(world, "CMP"), "before": _line(world)},
    "projects:pipeline-update": lambda world: {"is_automatic": "", "prerequisites": [_line(world, "LAY")]},
    "projects:pipeline-remove": lambda world: {"goal": _type("LAY").pk},
    "projects:notes-policy": lambda world: {"viewers_may_note": "on"},
    "projects:naming-update": _naming,
    "projects:catalogue-create": _status,
    "projects:catalogue-order": lambda world: {"moved": _row(world)},
    "projects:catalogue-update": _renamed,
    "projects:department-create": lambda world: {"name": "Pipeline", "short_name": "PIPE", "colour": "rig"},
    "projects:department-order": lambda world: {"moved": _department(world), "before": _type("ANM").department_id},
    "projects:department-update": lambda world: {"name": "Editing", "short_name": "EDIT", "colour": "rig"},
}
PREPARE: "dict[str, Callable[[World], object]]" = {}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {}
NO_EVENT: set[str] = set()
IDS: "dict[str, Callable[[World], Any]]" = {
    "pipeline": lambda world: "task-types",
    # The studio has no other world: there the list is one that is not there.
    "catalogue": lambda world: "canary" if world.project.code == "canary" else "statuses",
    "departments": _department,
    "lines": _line,
    "rows": _row,
}


def MAKE(world: "World") -> None:
    """Nothing: every project has a pipeline."""
